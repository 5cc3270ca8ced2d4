/** What a task hands to the trainer: three splits of sequences with their targets, and scores to beat. */
import type { Rng } from '@dsrnn/portable';
import type { Splits } from './splits.ts';

/**
 * One split. `inputs` is `[count, time, features]`, row-major. `targets` depends on the target's kind:
 * `class` Int32 `[count]`, `class-per-step` Int32 `[count, time]`, `value` Float32 `[count, size]`,
 * `value-per-step` Float32 `[count, time, size]`.
 * Class targets are indices from 0, not one-hot. `parts`, Int32 `[count]`, is there where the task has parts: the part
 * that each example belongs to.
 */
export interface Examples {
  readonly count: number;
  readonly inputs: Float32Array;
  readonly targets: Int32Array | Float32Array;
  readonly parts?: Int32Array;
}

/**
 * What is predicted: one class a sequence or a step, or `size` real numbers a sequence or a step.
 * With `class-per-step`, accuracy counts only the last `scoredSteps` steps; the loss counts all steps.
 */
export type Target =
  | { readonly kind: 'class'; readonly classes: number }
  | { readonly kind: 'class-per-step'; readonly classes: number; readonly scoredSteps: number }
  | { readonly kind: 'value'; readonly size: number }
  | { readonly kind: 'value-per-step'; readonly size: number };

/**
 * How a model is told which part an example belongs to. `one-hot`: the last `count` features of every step are the one-hot
 * vector of the part. `embedding`: the same features, which the model replaces by a learned vector of `size` numbers.
 */
export type Identity =
  | { readonly kind: 'none' }
  | { readonly kind: 'one-hot' }
  | { readonly kind: 'embedding'; readonly size: number };

/** A task made of several: the tasks of a multi-task family, or the experiences of a stream, in their order. */
export interface PartsShape {
  readonly count: number;
  /**
   * `shared`: every part reads all outputs of the head. `own`: the head has `count` times the outputs of the target, and
   * part p reads the p-th block of them.
   */
  readonly heads: 'shared' | 'own';
  readonly identity: Identity;
}

/**
 * Sizes of a task, known from its config alone. `accuracy` is better high, `mse` better low. `auc`, better high, is the
 * area under the ROC curve of class 1 against class 0 over the scored steps: for two classes of which one is rare.
 */
export interface TaskShape {
  readonly time: number;
  readonly features: number;
  readonly target: Target;
  readonly metric: 'accuracy' | 'auc' | 'mse';
  /** Absent: the task is one. `features` counts those of the identity. */
  readonly parts?: PartsShape;
}

/** A score on the test split that needs no recurrent model, in the task's metric. `note` says how it arises. */
export interface Floor {
  readonly name: string;
  readonly score: number;
  readonly note: string;
  /**
   * Present where the answer does not depend on the input: guessing. Every task has such a floor; a model that does not
   * pass it has not learned. `standardError`, in units of the score: how far it moves with the draw of the test split.
   */
  readonly guess?: { readonly standardError: number };
}

/** A loaded task. The three splits never share an example. */
export interface Dataset extends TaskShape, Splits<Examples> {
  readonly floors: readonly Floor[];
  /** Names of the parts, all different, where the task has parts. Every part has examples in every split. */
  readonly partNames?: readonly string[];
  /**
   * Changes training inputs in place, `[count, time, features]`, each time they are drawn: noise that is fresh in every
   * epoch. Validation and test inputs are fixed. Absent: nothing is changed.
   */
  readonly augment?: (inputs: Float32Array, rng: Rng) => void;
}
