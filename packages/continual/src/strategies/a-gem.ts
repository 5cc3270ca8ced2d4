/**
 * Averaged GEM, A-GEM (Chaudhry et al. 2019): the gradient of the batch is projected so that the loss on a random batch of
 * all memories together does not rise, to first order (projection/agem-projection.ts).
 *
 * A step costs two gradients, however many parts there were. Memories are those of GEM.
 */
import { joinExamples, selectExamples, type Examples } from '@dsrnn/datasets';
import { z } from 'zod';
import { sizeOf } from '../memory/example-memory.ts';
import { memoryBatch, partMemory, requireBatch } from '../memory/memory-fields.ts';
import { createPartMemories } from '../memory/part-memories.ts';
import { sampleIndices } from '../memory/sample-indices.ts';
import { projectAGem } from '../projection/agem-projection.ts';
import { defineStrategy } from '../strategy.ts';
import { taskGradient } from './task-gradient.ts';

/** A-GEM. `begin` throws StrategyError if the memories of all past parts can never give the batch that is asked for. */
export const aGem = defineStrategy({
  kind: 'a-gem',
  version: 1,
  title: 'A-GEM',
  summary: 'the gradient is projected so that the loss on a batch of all memories does not rise',
  order: 'sequential',
  config: z.strictObject({
    kind: z.literal('a-gem'),
    memoryPerPart: partMemory,
    memoryBatch: memoryBatch(
      'examples of the memories used at a step; null: as many as the training batch has',
    ),
  }),
  work: ({ memoryBatch }, { parts, batchSize }) =>
    1 + (1 - 1 / parts) * ((memoryBatch ?? batchSize) / batchSize),
  begin({ memoryPerPart, memoryBatch }, { parts, rng }) {
    const most = memoryPerPart * Math.max(1, parts - 1);
    requireBatch('memoryBatch', memoryBatch, most, `memories of ${String(most)} in all`);
    const memories = createPartMemories(memoryPerPart, rng.fork('write'));
    const draws = rng.fork('draw');
    let all: Examples | null = null;
    return {
      async step(learner, batch) {
        const gradient = await taskGradient(learner, batch);
        if (all === null) return gradient;
        const used = selectExamples(all, sampleIndices(all.count, memoryBatch ?? batch.count, draws));
        const reference = await taskGradient(learner, used);
        return { loss: gradient.loss, values: projectAGem(gradient.values, reference.values) };
      },
      async endPart(part, _learner, examples) {
        if (memories.kept.length === parts - 1) return;
        memories.keep(part, examples);
        all = joinExamples(memories.kept);
      },
      memory: () => sizeOf(memories.kept),
    };
  },
});
