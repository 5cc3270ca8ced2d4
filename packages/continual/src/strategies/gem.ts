/**
 * Gradient episodic memory, GEM (Lopez-Paz & Ranzato 2017): the gradient of the batch is projected so that no loss on the
 * memory of a past part rises, to first order (projection/gem-projection.ts).
 *
 * A step costs the gradient of the batch and one on the memory of each past part. Gradients on memories are what the
 * learner gives for a batch, so penalties of a method are in them too.
 *
 * Differs from the paper: a part's memory is a random sample of its training examples, drawn when it ends
 * (memory/part-memories.ts), and the present part has none yet; the paper leaves it out of the constraints as well. Of
 * the last part nothing is kept: no step would use it.
 */
import { selectExamples } from '@dsrnn/datasets';
import { z } from 'zod';
import { sizeOf } from '../memory/example-memory.ts';
import { memoryBatch, partMemory, requireBatch } from '../memory/memory-fields.ts';
import { createPartMemories } from '../memory/part-memories.ts';
import { sampleIndices } from '../memory/sample-indices.ts';
import { projectGem } from '../projection/gem-projection.ts';
import { defineStrategy } from '../strategy.ts';
import { taskGradient } from './task-gradient.ts';

/** GEM. `begin` throws StrategyError if more of a memory is to be used at a step than it holds. */
export const gem = defineStrategy({
  kind: 'gem',
  version: 1,
  title: 'GEM',
  summary: 'the gradient is projected so that the loss on the memory of no past part rises',
  order: 'sequential',
  config: z.strictObject({
    kind: z.literal('gem'),
    memoryPerPart: partMemory,
    memoryBatch: memoryBatch('examples of each memory used at a step, drawn anew each time; null: all'),
    margin: z
      .number()
      .nonnegative()
      .max(1000)
      .default(0.5)
      .describe('lower bound of the multipliers; 0.5 in the published code. Above 0 the past parts gain'),
    ridge: z
      .number()
      .nonnegative()
      .max(1000)
      .default(1e-3)
      .describe('added to the diagonal of the quadratic program; 1e-3 in the published code'),
  }),
  work: ({ memoryPerPart, memoryBatch }, { parts, batchSize }) =>
    1 + ((parts - 1) / 2) * ((memoryBatch ?? memoryPerPart) / batchSize),
  begin({ memoryPerPart, memoryBatch, margin, ridge }, { parts, rng }) {
    requireBatch('memoryBatch', memoryBatch, memoryPerPart);
    const memories = createPartMemories(memoryPerPart, rng.fork('write'));
    const draws = rng.fork('draw');
    return {
      async step(learner, batch) {
        const { loss, values } = await taskGradient(learner, batch);
        const constraints: Float32Array[] = [];
        for (const kept of memories.kept) {
          const used =
            memoryBatch === null ? kept : selectExamples(kept, sampleIndices(kept.count, memoryBatch, draws));
          constraints.push((await taskGradient(learner, used)).values);
        }
        return { loss, values: projectGem(values, constraints, { margin, ridge }).values };
      },
      async endPart(part, _learner, examples) {
        if (memories.kept.length < parts - 1) memories.keep(part, examples);
      },
      memory: () => sizeOf(memories.kept),
    };
  },
});
