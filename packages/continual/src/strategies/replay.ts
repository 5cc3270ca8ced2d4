/**
 * Experience replay (Rolnick et al. 2019; Chaudhry et al. 2019, "On tiny episodic memories"): each batch is joined with a
 * batch drawn from a memory of earlier examples.
 *
 *   g = gradient of the mean loss over (batch of the part) ∪ (batch of the memory)
 *
 * It is one mean over both: equal shares as long as the memory can give as many examples as the batch has, less of the
 * memory while it holds fewer. Without a memory yet, in the first part, the step is that of fine-tuning.
 *
 * Differs from the papers: a part is written to the memory when it ends, each of its training examples offered once, in
 * random order. They see every example once and write as they go. With several epochs that would offer an example several
 * times, and replay examples of the present part that are in the batches anyway. What the memory holds after a part is
 * drawn from the same distribution.
 */
import { joinExamples, type Examples, type TaskShape } from '@dsrnn/datasets';
import { z } from 'zod';
import { createBalancedReservoir } from '../memory/balanced-reservoir.ts';
import { drawBatch, offerAll, sizeOf, type ExampleMemory } from '../memory/example-memory.ts';
import { memoryBatch, requireBatch, requireRoom, wholeMemory } from '../memory/memory-fields.ts';
import { createReservoir } from '../memory/reservoir.ts';
import { defineStrategy, type StrategyContext } from '../strategy.ts';
import { taskGradient } from './task-gradient.ts';

const config = z.strictObject({
  kind: z.literal('replay'),
  memory: wholeMemory,
  batchSize: memoryBatch('examples replayed at each step; null: as many as the training batch has'),
  policy: z
    .enum(['reservoir', 'class-balanced'])
    .default('reservoir')
    .describe(
      'what is kept: a uniform sample of all examples, or one balanced over the classes (over the parts, where a target is not one class)',
    ),
});

/**
 * Replay. `begin` throws StrategyError if the memory has no room for an example of every part or class, or is smaller
 * than the batch that is to be replayed.
 */
export const replay = defineStrategy({
  kind: 'replay',
  version: 1,
  title: 'experience replay',
  summary: 'every batch is joined with earlier examples from a memory',
  order: 'sequential',
  config,
  work: ({ memory, batchSize: replayed }, { parts, batchSize }) =>
    1 + ((1 - 1 / parts) * Math.min(memory, replayed ?? batchSize)) / batchSize,
  begin(settings, context) {
    requireMemory(settings, context);
    const memory = createMemory(settings, context);
    const draws = context.rng.fork('draw');
    const writes = context.rng.fork('write');
    return {
      step(learner, batch) {
        const earlier = drawBatch(memory.kept, settings.batchSize ?? batch.count, draws);
        return taskGradient(learner, earlier === null ? batch : joinExamples([batch, earlier]));
      },
      async endPart(part, _learner, examples) {
        offerAll(memory, examples, writes.fork(`order/${String(part)}`));
      },
      memory: () => sizeOf(memory.kept),
    };
  },
});

function requireMemory(
  { memory, batchSize, policy }: z.infer<typeof config>,
  { shape: { target }, parts }: StrategyContext,
): void {
  const classes = policy === 'class-balanced' && target.kind === 'class' ? target.classes : 0;
  const least = Math.max(parts, classes);
  requireRoom(memory, least, classes === least ? 'classes' : 'parts');
  requireBatch('batchSize', batchSize, memory);
}

function createMemory(
  { memory, policy }: z.infer<typeof config>,
  { shape, rng }: StrategyContext,
): ExampleMemory {
  const slots = rng.fork('slot');
  return policy === 'reservoir'
    ? createReservoir(memory, slots)
    : createBalancedReservoir(memory, groupIn(shape), slots);
}

/** By class where an example has one, else by part. */
function groupIn({ target }: TaskShape): (examples: Examples, index: number) => number {
  return target.kind === 'class'
    ? ({ targets }, index) => targets[index]!
    : ({ parts }, index) => parts?.[index] ?? 0;
}
