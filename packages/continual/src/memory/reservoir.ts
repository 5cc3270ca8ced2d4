/**
 * Reservoir sampling (Vitter 1985, algorithm R): a uniform sample of a stream whose length is not known beforehand.
 *
 *   example n (from 0)   n < capacity: takes slot n
 *                        else j uniform in 0 … n: takes slot j if j < capacity, is dropped otherwise
 *
 * After n examples each has been kept with probability min(1, capacity / n).
 */
import { selectExamples, type Examples } from '@dsrnn/datasets';
import type { Rng } from '@dsrnn/portable';
import type { ExampleMemory } from './example-memory.ts';

/** The slot that example `seen` (from 0) of the stream takes; null if it is dropped. */
export function reservoirSlot(seen: number, capacity: number, rng: Rng): number | null {
  if (seen < capacity) return seen;
  const slot = rng.integer(seen + 1);
  return slot < capacity ? slot : null;
}

/** A memory that is a uniform sample of its stream. */
export function createReservoir(capacity: number, rng: Rng): ExampleMemory {
  const kept: Examples[] = [];
  let seen = 0;
  return {
    kept,
    offer(examples, index) {
      const slot = reservoirSlot(seen, capacity, rng);
      seen += 1;
      if (slot !== null) kept[slot] = selectExamples(examples, [index]);
    },
  };
}
