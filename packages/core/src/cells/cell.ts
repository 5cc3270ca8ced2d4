/**
 * What a recurrent cell is: a record of pure functions over named parameters.
 *
 * A cell knows one time step and how a masked channel enters it; it knows nothing of routers, methods, time, or the engines
 * that run it: an engine has a registry of what it can do for which cell.
 */
import type { Rng, Versioned } from '@dsrnn/portable';
import type { z } from 'zod';
import type { InitialValues } from '../tensor/parameters.ts';
import type { tf } from '../tensor/tf.ts';

/** Settings that every cell has. */
export interface CellSettings {
  readonly kind: string;
  readonly units: number;
  /** What the head reads: the last output or the mean over time. */
  readonly readout: 'last' | 'mean';
}

/** What passes between steps; `h` `[batch, units]` is the output that other products read. */
export interface State {
  readonly h: tf.Tensor2D;
  readonly [name: string]: tf.Tensor;
}

/** What the products of one step read. A mask entry is 0 where the channel is inactive (and not read). */
export interface StepInputs {
  /** `[batch, features]` */
  readonly x: tf.Tensor2D;
  /** `[batch or 1, features]`; null: all inputs are read. */
  readonly maskX: tf.Tensor2D | null;
  /** `[batch or 1, units]`; null: all units are read. */
  readonly maskH: tf.Tensor2D | null;
  /**
   * What products may read of a vector of hidden channels `[batch, units]`: the vector itself, or in a delta network
   * what was last transmitted of it. A cell passes every hidden vector through it before a product; `slot` tells apart
   * vectors that are remembered separately, such as those of different layers.
   */
  readonly sent: (h: tf.Tensor2D, slot?: number) => tf.Tensor2D;
  /**
   * `[batch or 1, units]`, where products read other channels than the units that are computed (all, or those of the step
   * before): which units these are. A cell that passes over its state several times a step reads in each pass what the
   * others were before the step.
   */
  readonly rows?: tf.Tensor2D;
}

/** How many channels of one sample and step take part; may be a mean, hence fractional. */
export interface ActiveChannels {
  /** units whose gates are computed */
  readonly rows: number;
  /** input columns that are read */
  readonly x: number;
  /** hidden columns that are read */
  readonly h: number;
}

/** A parameter that is a matrix of connections, `[inputs, outputs]`. */
export interface WeightMatrix {
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  /** Multiply-accumulates per weight, step and sample, all channels active. */
  readonly macsPerWeight: number;
}

/**
 * One architecture. `Values` and `Memory`, its parameters and its state by name and rank, come of what `init` and
 * `initialState` return; `Prepared` is what `prepare` derives from the parameters once per sequence. Without them: any
 * cell, as registries give it.
 */
export interface CellDefinition<
  Schema extends z.ZodType<CellSettings> = z.ZodType<CellSettings>,
  Values extends InitialValues = InitialValues,
  Memory extends State = State,
  Prepared = unknown,
> extends Versioned {
  readonly title: string;
  readonly summary: string;
  readonly config: Schema;
  /**
   * `nonlinear`: products read the state h, inactive units keep or lose their state, and a router may read h.
   * `linear`: the state evolves by itself, so that the whole sequence is a convolution; the cell applies the masks to
   * its inputs and outputs, and no router reads h.
   */
  readonly recurrence: 'nonlinear' | 'linear';
  /**
   * About how many groups of neighbouring units a mask has that is decided at each step without the state, unless the method
   * says otherwise. Absent: single units.
   */
  readonly unitGroups?: number;
  /** The weight matrices that a weight-sparse method masks; biases are never among them. */
  weightMatrices(config: z.infer<Schema>, features: number): readonly WeightMatrix[];
  /** Published initialisation. Caller owns the tensors. */
  init(config: z.infer<Schema>, features: number, rng: Rng): Values;
  /** State before the first step. Caller owns the tensors. */
  initialState(config: z.infer<Schema>, batch: number): Memory;
  /** Work that does not depend on the step: stacked or transposed weights. */
  prepare(config: z.infer<Schema>, parameters: Values): Prepared;
  /** The candidate next state of all units; which of them take it is the method's affair. */
  step(prepared: Prepared, inputs: StepInputs, state: Memory): NoInfer<Memory>;
  /** Factors on the learning rate by parameter name, where the architecture asks for them; 1 where absent. */
  rateScale?(config: z.infer<Schema>): Readonly<Record<string, number>>;
  /** Trainable numbers of the cell. */
  parameterCount(config: z.infer<Schema>, features: number): number;
  /** Multiply-accumulates of one step and sample for the given active channels. */
  macs(config: z.infer<Schema>, features: number, active: ActiveChannels): number;
}

/** Ties the type parameters of a definition together: `prepare` and `step` come after what they read. */
export function defineCell<
  Schema extends z.ZodType<CellSettings>,
  Values extends InitialValues,
  Memory extends State,
  Prepared,
>(
  definition: CellDefinition<Schema, Values, Memory, Prepared>,
): CellDefinition<Schema, Values, Memory, Prepared> {
  return definition;
}

/** Settings of a cell. */
export type SettingsOf<Cell extends CellDefinition> = z.infer<Cell['config']>;
/** Parameters of a cell, by name and rank. */
export type ValuesOf<Cell extends CellDefinition> = ReturnType<Cell['init']>;
/** Their names. */
export type NameOf<Cell extends CellDefinition> = keyof ValuesOf<Cell> & string;
/** What passes between the steps of a cell. */
export type StateOf<Cell extends CellDefinition> = ReturnType<Cell['initialState']>;
