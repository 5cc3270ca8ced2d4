/**
 * A trained model that is fed step by step, one sequence at a time: what `forward` gives in evaluation, without the
 * sequence being there at once.
 *
 * Parameters lie packed in kernel memory and `step` allocates nothing. Masked steps read the active columns of the
 * active units only, delta steps the columns of channels that moved.
 */
import { streamKernels } from '../../backends/engine.ts';
import { BackendError, SettingError } from '../../errors.ts';
import type { SequenceModel } from '../model.ts';
import { KernelStream } from './kernel-stream.ts';

/**
 * Channels that the products of a step read, as in `Activity`; means over the products that read the state. Where these read
 * what the step before computed, h are the units that the step itself computes.
 */
export interface StreamActivity {
  readonly x: number;
  readonly h: number;
}

/** All that a stream knows of the steps before, as plain data: it survives a structured clone. */
export interface StreamState {
  /** Kind of the cell, and how it is gated. */
  readonly cell: string;
  readonly gating: string;
  /** Steps so far. */
  readonly steps: number;
  readonly values: Readonly<Record<string, Float32Array>>;
}

/** One sequence that unfolds. */
export interface Stream {
  /** Number of features of an input, and of outputs of a step. */
  readonly features: number;
  readonly outputs: number;
  /**
   * Takes x `[features]` and gives the head's outputs of what it reads up to now: `last` and `steps` the head of h_t,
   * `mean` the head of the mean of h_1 … h_t. The array `[outputs]` is overwritten by the next step. After an x with a
   * NaN or an infinity all outputs are NaN until `reset`. Throws ShapeError for an x of another length.
   */
  step(x: Float32Array): Float32Array;
  /** Begins a new sequence. */
  reset(): void;
  /** A copy of the state. */
  save(): StreamState;
  /** Goes on from a saved state. Throws StreamStateError if it is of another model, and then leaves the stream as is. */
  restore(state: StreamState): void;
  /** Of the last step; 0 before the first. The object is overwritten by the next step. */
  readonly active: StreamActivity;
  /** Reads parameters, masks and thresholds of the model again, and begins a new sequence. */
  refresh(): void;
  /** Gives the memory back. The stream must not be used afterwards. */
  dispose(): void;
}

/**
 * A stream of `model`, which stays the caller's; later changes of its parameters reach the stream by `refresh` alone.
 * Throws BackendError if the kernels are not loaded, SettingError if the model cannot run step by step: masks that need
 * steps to come, masks that are drawn at random or act on one side only, an embedded identity, a cell that has no implementation on the kernels.
 */
export function createStream(model: SequenceModel): Stream {
  const kernels = streamKernels();
  if (kernels === null) {
    throw new BackendError(
      "a stream runs on the kernels, which are not loaded; call `await useBackend('wasm')` first",
    );
  }
  if (model.embedding !== undefined) {
    throw new SettingError(
      'task.identity',
      'is a learned embedding, but a stream reads its inputs as they are; use one-hot',
    );
  }
  return new KernelStream(model, kernels);
}
