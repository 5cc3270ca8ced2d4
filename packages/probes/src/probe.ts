/**
 * A probe: what is measured on a model besides its score. It looks and changes nothing, so a run with a probe trains to
 * the same bits as one without. What it finds is part of the run's digested outcome.
 */
import type { SequenceModel, tf } from '@dsrnn/core';
import type { Dataset, Examples } from '@dsrnn/datasets';
import type { Rng, Versioned } from '@dsrnn/portable';
import type { Measures, ProbeResult } from '@dsrnn/records';
import type { z } from 'zod';

/** What a probe is given. */
export interface ProbeSubject {
  /** Trained in place while the probe watches; it holds the selected parameters when `finish` is called. */
  readonly model: SequenceModel;
  readonly data: Dataset;
  /** Mean task loss of a batch as in training, differentiable in `outputs`; without the penalties of a method. */
  lossOf(outputs: tf.Tensor, batch: Examples): tf.Scalar;
  /** The probe's own stream: no draw of it shifts another. */
  readonly rng: Rng;
}

/** What a session may do while a run trains. */
export type TrainingHook = 'watch' | 'watchPart';

/** One probe at work on one run. */
export interface ProbeSession {
  /** Called after each evaluation in training, before the parameters change again. */
  watch?(step: number): void;
  /**
   * Called after the last step on each part, where a strategy learns one after the other; before `finish`, with the
   * parameters as they are then.
   */
  watchPart?(part: number): void;
  /** Called once, after selection and calibration; not called for a run that diverged. */
  finish(): ProbeResult;
}

/** A kind of probe. */
export interface ProbeDefinition<Schema extends z.ZodObject = z.ZodObject> extends Versioned {
  readonly title: string;
  readonly summary: string;
  readonly config: Schema;
  /**
   * Every measure that it can write, by the name behind the probe's kind. Claims may name these and no others, tables take
   * their titles from here. A run has those that its method, cell and data allow; `layer0-…` stands for the layers of a cell.
   */
  readonly measures: Measures;
  /** Whether it has something to look at in models of this method, by the method's kind. */
  applies(method: string): boolean;
  /**
   * What its sessions do while a run trains; absent: nothing. All others look at the trained model alone, and can be computed
   * later where that was kept.
   */
  watches?(config: z.infer<Schema>): readonly TrainingHook[];
  begin(config: z.infer<Schema>, subject: ProbeSubject): ProbeSession;
}

/** Ties the type parameter of a definition. */
export function defineProbe<Schema extends z.ZodObject>(
  definition: ProbeDefinition<Schema>,
): ProbeDefinition<Schema> {
  return definition;
}
