/** A memory of single examples, filled from a stream and drawn from at random. */
import { joinExamples, type Examples } from '@dsrnn/datasets';
import type { Rng } from '@dsrnn/portable';
import { sampleIndices } from './sample-indices.ts';
import type { StrategyMemory } from '../strategy.ts';

/** A memory of bounded size. */
export interface ExampleMemory {
  /** What is kept, each with a count of 1. */
  readonly kept: readonly Examples[];
  /** The next of the stream: example `index` of these. It is copied if it is kept. */
  offer(examples: Examples, index: number): void;
}

/** Offers all examples, each once, in random order. */
export function offerAll(memory: ExampleMemory, examples: Examples, rng: Rng): void {
  for (const index of rng.permutation(examples.count)) memory.offer(examples, index);
}

/** `wanted` different examples of those kept, uniformly; all if there are not more; null if there are none. */
export function drawBatch(kept: readonly Examples[], wanted: number, rng: Rng): Examples | null {
  if (kept.length === 0) return null;
  return joinExamples(Array.from(sampleIndices(kept.length, wanted, rng), (index) => kept[index]!));
}

/** How many numbers examples are made of: inputs, targets and, where they are known, parts. */
export function numbersOf({ inputs, targets, parts }: Examples): number {
  return inputs.length + targets.length + (parts?.length ?? 0);
}

/** Of a strategy that keeps nothing. */
export const noMemory: StrategyMemory = { examples: 0, numbers: 0 };

/** Size of what is kept. */
export function sizeOf(kept: readonly Examples[]): StrategyMemory {
  return {
    examples: kept.reduce((sum, { count }) => sum + count, 0),
    numbers: kept.reduce((sum, examples) => sum + numbersOf(examples), 0),
  };
}
