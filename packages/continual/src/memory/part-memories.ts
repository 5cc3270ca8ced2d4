/**
 * A memory for each part that has been learned: a uniform random sample of its training examples, drawn when the part
 * ends. The code published with GEM keeps the latest examples instead; in a shuffled stream that is such a sample too.
 */
import { selectExamples, type Examples } from '@dsrnn/datasets';
import type { Rng } from '@dsrnn/portable';
import { sampleIndices } from './sample-indices.ts';

/** Memories of parts. */
export interface PartMemories {
  /** In the order in which the parts ended. */
  readonly kept: readonly Examples[];
  /** Keeps a sample of a part that ends; all of it, if it has no more examples than that. */
  keep(part: number, examples: Examples): void;
}

/** Keeps at most `perPart` examples of each part. The sample of part p is drawn from the stream `part/p`. */
export function createPartMemories(perPart: number, rng: Rng): PartMemories {
  const kept: Examples[] = [];
  return {
    kept,
    keep(part, examples) {
      const indices = sampleIndices(examples.count, perPart, rng.fork(`part/${String(part)}`));
      kept.push(selectExamples(examples, indices));
    },
  };
}
