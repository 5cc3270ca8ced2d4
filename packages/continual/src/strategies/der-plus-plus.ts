/**
 * Dark experience replay, DER++ (Buzzega et al. 2020): a memory of earlier examples with the outputs that the model
 * had for them when they were stored.
 *
 *   g = gradient of  loss(batch) + alpha · MSE(outputs(m'), stored outputs of m') + beta · loss(m'')
 *
 * m' and m'' are two batches drawn from the memory, each on its own. The memory is a reservoir (memory/reservoir.ts) over
 * all batches in the order in which they come, written at each step after the draws, as published. So an example that
 * comes again in a later epoch is offered again, and the memory may hold it twice, with different outputs.
 *
 * Differs from the paper: stored outputs are those before the step, but as in evaluation, from an extra pass without a
 * gradient for those examples of a batch that are kept. The paper stores what the training pass gave.
 */
import { joinExamples, selectExamples, type Examples } from '@dsrnn/datasets';
import { z } from 'zod';
import { numbersOf } from '../memory/example-memory.ts';
import { memoryBatch, requireBatch, requireRoom, wholeMemory } from '../memory/memory-fields.ts';
import { reservoirSlot } from '../memory/reservoir.ts';
import { sampleIndices } from '../memory/sample-indices.ts';
import { defineStrategy, type Learner, type Term } from '../strategy.ts';
import { taskTerm } from './task-gradient.ts';

/** An example, count 1, and the outputs of the head for it. */
interface Stored {
  readonly example: Examples;
  readonly outputs: Float32Array;
}

/** DER++. `begin` throws StrategyError if the memory is smaller than the number of parts or than the batch drawn from it. */
export const derPlusPlus = defineStrategy({
  kind: 'der-plus-plus',
  version: 1,
  title: 'DER++',
  summary: 'replay of earlier examples and of the outputs that the model had for them',
  order: 'sequential',
  config: z.strictObject({
    kind: z.literal('der-plus-plus'),
    memory: wholeMemory,
    batchSize: memoryBatch(
      'examples in each of the two batches from the memory; null: as many as the training batch has',
    ),
    alpha: z
      .number()
      .nonnegative()
      .max(1000)
      .default(0.5)
      .describe('weight of the distance to the stored outputs'),
    beta: z.number().nonnegative().max(1000).default(0.5).describe('weight of the task loss on the memory'),
  }),
  work: ({ memory, batchSize: replayed, alpha, beta }, { batchSize }) =>
    1 + ((alpha > 0 ? 1 : 0) + (beta > 0 ? 1 : 0)) * (Math.min(memory, replayed ?? batchSize) / batchSize),
  begin({ memory, batchSize, alpha, beta }, { parts, rng }) {
    requireRoom(memory, parts, 'parts');
    requireBatch('batchSize', batchSize, memory);
    const stored: Stored[] = [];
    let seen = 0;
    const slots = rng.fork('slot');
    const draws = { outputs: rng.fork('draw/outputs'), targets: rng.fork('draw/targets') };

    function terms(batch: Examples): Term[] {
      const list = [taskTerm(batch)];
      if (stored.length === 0) return list;
      const draw = (stream: keyof typeof draws): Stored[] =>
        Array.from(
          sampleIndices(stored.length, batchSize ?? batch.count, draws[stream]),
          (slot) => stored[slot]!,
        );
      if (alpha > 0) list.push(outputsTerm(draw('outputs'), alpha));
      if (beta > 0) list.push(taskTerm(joinExamples(draw('targets').map(({ example }) => example)), beta));
      return list;
    }

    async function write(learner: Learner, batch: Examples): Promise<void> {
      const taken = new Map<number, number>();
      for (let index = 0; index < batch.count; index++) {
        const slot = reservoirSlot(seen, memory, slots);
        seen += 1;
        if (slot !== null) taken.set(slot, index);
      }
      if (taken.size === 0) return;
      const written = selectExamples(batch, [...taken.values()]);
      const outputs = await learner.outputs(written);
      const width = outputs.length / written.count;
      [...taken.keys()].forEach((slot, i) => {
        stored[slot] = {
          example: selectExamples(written, [i]),
          outputs: outputs.slice(i * width, (i + 1) * width),
        };
      });
    }

    return {
      async step(learner, batch) {
        const gradient = await learner.gradient(terms(batch));
        await write(learner, batch);
        return gradient;
      },
      memory: () => ({
        examples: stored.length,
        numbers: stored.reduce((sum, { example, outputs }) => sum + numbersOf(example) + outputs.length, 0),
      }),
    };
  },
});

function outputsTerm(drawn: readonly Stored[], weight: number): Term {
  const wanted = new Float32Array(drawn.flatMap(({ outputs }) => [...outputs]));
  return {
    batch: joinExamples(drawn.map(({ example }) => example)),
    weight,
    loss: { kind: 'outputs', wanted },
  };
}
