/**
 * A method: how a recurrent model is made sparse. It owns the recurrent parameters, says how they are gated in a
 * forward pass, and may take part in training (mask updates, thresholds). Losses, heads and optimisers are not its
 * affair, so the same trainer runs every method.
 */
import type { Rng, Versioned, Versions } from '@dsrnn/portable';
import type { z } from 'zod';
import type { CellDefinition, CellSettings } from '../cells/cell.ts';
import type { SparsityUnit } from '../gating/budget/channel-budget.ts';
import type { Gating } from '../gating/gating.ts';
import type { Mode } from '../mode.ts';
import type { Parameters } from '../tensor/parameters.ts';
import type { tf } from '../tensor/tf.ts';

/** Multiply-accumulates of one step and sample; the head and element-wise work are not counted. */
export interface MacCount {
  /** The dense core of the architecture. */
  readonly dense: number;
  readonly core: number;
  /** What decides the masks, per step. */
  readonly router: number;
  /** core + router */
  readonly total: number;
}

/** Mean number of active input and hidden channels per step and sample. */
export interface Activity {
  readonly x: number;
  readonly h: number;
}

/** What a method is built for. */
export interface MethodContext<Config = unknown> {
  readonly config: Config;
  readonly cell: CellDefinition;
  readonly settings: CellSettings;
  /** Input features D and steps T of the task. */
  readonly features: number;
  readonly time: number;
  /**
   * The last features of every input that say which task it is of, the same at every step of a sequence: a one-hot
   * vector or its embedding. Absent or 0: the task gives none.
   */
  readonly identity?: number;
  /** How many parts these features tell apart where they are a one-hot vector. Absent or 0: they are none. */
  readonly tasks?: number;
  readonly sparsity: number;
  readonly sparsityOf: SparsityUnit;
  /** Optimiser steps that training will make at most. */
  readonly steps: number;
  /** Root mean square of all inputs of the training data. Absent: 1, for a model that will not be trained. */
  readonly inputRms?: () => number;
}

/** What can be said of a method without training. */
export interface MethodPlan {
  readonly units: number;
  /** Numbers that training adapts, head excluded, weights that a mask holds at 0 not counted. */
  readonly parameters: number;
  readonly macs: MacCount;
  /** Core MACs that the settings ask for, which `macs.core` comes near; absent where densities are given by hand. */
  readonly asked?: number;
  /** The fewest core MACs that the method can come to on this cell, if that is above 0. */
  readonly least?: number;
  /** What is to be said of settings that can be computed and went badly in trials, a sentence. Absent: nothing. */
  readonly advice?: string;
  /** Passes that `calibrate` takes about; none where absent. */
  readonly calibrations?: { readonly passes: number; readonly over: CalibrationData };
}

/** What `calibrate` may measure on. Test data are never seen. */
export type CalibrationData = 'validation' | 'validation-and-training';

/** The optimiser as a method sees it. */
export interface OptimiserState {
  /** Multiplies the moments of a parameter by a 0/1 mask of its shape: 0 forgets. */
  maskMoments(name: string, mask: tf.Tensor): void;
}

/** Gradients by parameter name. */
export type Gradients = Readonly<Record<string, tf.Tensor>>;

/** The recurrent part of a model, made by a method. Owns its tensors until `dispose`. */
export interface RecurrentModel {
  readonly cell: CellDefinition;
  readonly settings: CellSettings;
  /** Trained by gradient. */
  readonly parameters: Parameters;
  /** Saved and restored with the parameters, but never trained by gradient (weight masks, thresholds). */
  readonly buffers: Parameters;
  /** Factor on the learning rate by parameter name; 1 where absent, 0 freezes. */
  readonly rateScale: Readonly<Record<string, number>>;
  /** First step whose parameters may be selected on validation data; before it the method still ramps up. */
  readonly selectableFrom: number;
  /** Whether `afterStep` wants the activity of the training batch (it costs a few operations a step). */
  readonly watchesActivity: boolean;
  gating(mode: Mode): Gating;
  /** Called before the first step on each part, where a task's parts are learned one after the other. */
  beginPart?(part: number): void;
  /**
   * Called inside a tidy with the raw gradients of a step. Returns those to apply, or null if the optimiser is not
   * to run this time because the method changed the parameters itself. Absent: gradients are applied as they are, and
   * need not become tensors, which is faster.
   */
  onGradients?(step: number, gradients: Gradients, optimiser: OptimiserState): Gradients | null;
  /**
   * At a step at which `onGradients` would only multiply gradients by masks: these, by parameter name, 0/1 in its shape. Null
   * where it does more. Absent: at every step. May be asked in its place, with the same result.
   */
  gradientMasks?(step: number): Parameters | null;
  /** Called after each step with the activity of its batch, if watched. The next step waits for it. */
  afterStep(step: number, activity: Activity | null): Promise<void>;
  /** Called once after selection, with a function that measures the activity: the mean over all sequences of the data. */
  calibrate(measure: (over: CalibrationData) => Promise<Activity>): Promise<void>;
  /**
   * Called after the parameters and buffers of a training of so many steps were loaded into a fresh model: sets what stands in
   * none of them. Absent where they are all that a model needs to act as it did when its training ended.
   */
  loaded?(steps: number): void;
  /** MACs at a measured activity. */
  macs(activity: Activity): MacCount;
  dispose(): void;
}

/** One method. `sparse: false` runs at sparsity 0 only, the others above 0 only. */
export interface MethodDefinition<Schema extends z.ZodObject = z.ZodObject> extends Versioned {
  readonly title: string;
  readonly summary: string;
  readonly sparse: boolean;
  /** true: it runs only on tasks that tell their parts by a one-hot vector. */
  readonly needsIdentity?: boolean;
  readonly config: Schema;
  /** Other definitions that its numbers come from, such as an estimator. Absent: none but its own and the cell's. */
  uses?(config: z.infer<Schema>, cell: Pick<CellDefinition, 'recurrence'>): Versions;
  plan(context: MethodContext<z.infer<Schema>>): MethodPlan;
  create(context: MethodContext<z.infer<Schema>>, rng: Rng): RecurrentModel;
}

/** Ties the type parameter of a definition. */
export function defineMethod<Schema extends z.ZodObject>(
  definition: MethodDefinition<Schema>,
): MethodDefinition<Schema> {
  return definition;
}

/** What of a model most methods leave as it is. */
export const passive = {
  buffers: {},
  rateScale: {},
  selectableFrom: 0,
  watchesActivity: false,
  afterStep: () => Promise.resolve(),
  calibrate: () => Promise.resolve(),
} as const;

/** A MAC count from what it adds up to. */
export function macCount(dense: number, core: number, router: number): MacCount {
  return { dense, core, router, total: core + router };
}
