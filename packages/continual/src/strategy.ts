/**
 * A strategy: how a model learns the parts of a task, all together or one after the other. It sees the model only as a
 * vector of parameters and asks for gradients, so every strategy runs with every method and cell. What it answers is the
 * gradient to apply; masks, optimiser and evaluation are not its affair.
 */
import type { Examples, TaskShape } from '@dsrnn/datasets';
import type { Rng, Versioned } from '@dsrnn/portable';
import type { z } from 'zod';

/** One term of a loss. */
export interface Term {
  readonly batch: Examples;
  /** Factor of the mean loss of the batch. */
  readonly weight: number;
  /**
   * `task`: the loss of the task. `outputs`: mean squared error between the outputs of the head and those given,
   * `[count, outputs]` row-major, over all of them.
   */
  readonly loss: { readonly kind: 'task' } | { readonly kind: 'outputs'; readonly wanted: Float32Array };
}

/** A loss and its gradient by all trained parameters, in a fixed order. */
export interface Gradient {
  readonly loss: number;
  readonly values: Float32Array;
}

/**
 * The model as a strategy sees it. It answers with promises, because what a device has computed is read asynchronously.
 * One question at a time: each answer is awaited before the next call.
 */
export interface Learner {
  /** Gradient of a weighted sum of terms at the present parameters, penalties of the method included once. */
  gradient(terms: readonly Term[]): Promise<Gradient>;
  /** Outputs of the head, `[count, outputs]` (or `[count, time, outputs]`), as in evaluation. */
  outputs(batch: Examples): Promise<Float32Array>;
  /** The trained parameters, copied, in the order of the gradients. */
  parameters(): Promise<Float32Array>;
}

/** What a strategy is begun with. */
export interface StrategyContext {
  readonly shape: TaskShape;
  /** Number of parts of the task. */
  readonly parts: number;
  /** Trained numbers of the model. */
  readonly parameters: number;
  /** Outputs of the head for one example. */
  readonly outputs: number;
  readonly batchSize: number;
  /** The strategy's own stream: no draw of it shifts another. */
  readonly rng: Rng;
}

/** What a strategy keeps besides the model. */
export interface StrategyMemory {
  /** Examples kept. */
  readonly examples: number;
  /** Numbers kept in all: inputs, targets and outputs of examples, importances, anchors. */
  readonly numbers: number;
}

/** A strategy at work on one run. */
export interface StrategySession {
  /** Called before the first step on a part with its training examples; not called by a strategy of order `joint`. */
  beginPart?(part: number, examples: Examples): void;
  /**
   * One step: the loss of the batch and the gradient to apply. The batch is of one part (order `sequential`), or of all
   * parts mixed (`joint`).
   */
  step(learner: Learner, batch: Examples, part: number | null): Promise<Gradient>;
  /** Called after the last step on a part. */
  endPart?(part: number, learner: Learner, examples: Examples): Promise<void>;
  memory(): StrategyMemory;
}

/** What the work of a strategy depends on. */
export interface StrategyWork {
  readonly parts: number;
  readonly batchSize: number;
  /** Optimiser steps of the whole run. */
  readonly steps: number;
}

/** A kind of strategy. */
export interface StrategyDefinition<Schema extends z.ZodObject = z.ZodObject> extends Versioned {
  readonly title: string;
  readonly summary: string;
  /** `joint`: all parts at once; `sequential`: one after the other, in their order. */
  readonly order: 'joint' | 'sequential';
  readonly config: Schema;
  /**
   * Examples that go through a backward pass over those of the batches, mean over a run whose parts have at least as many
   * examples as a memory asks for: 1 for fine-tuning.
   */
  work(config: z.infer<Schema>, run: StrategyWork): number;
  /** Throws StrategyError where the settings do not fit the task, e.g. a memory smaller than the number of classes. */
  begin(config: z.infer<Schema>, context: StrategyContext): StrategySession;
}

/** Ties the type parameter of a definition. */
export function defineStrategy<Schema extends z.ZodObject>(
  definition: StrategyDefinition<Schema>,
): StrategyDefinition<Schema> {
  return definition;
}
