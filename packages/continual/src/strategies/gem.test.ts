import { describe, expect, it } from 'vitest';
import {
  batchOf,
  begin,
  countsAsked,
  first,
  learnerOfFirst,
  numbersOfRows,
  second,
} from '../../test/toy-strategies.ts';
import { projectAGem } from '../projection/agem-projection.ts';
import { taskGradient } from './task-gradient.ts';

describe('GEM', () => {
  it('asks for the gradient of the batch and one on the memory of each past part', async () => {
    const session = begin({ kind: 'gem', memoryPerPart: 20, memoryBatch: 7 }, { parts: 3 });
    const learner = await learnerOfFirst();
    await session.step(learner, batchOf(first), 0);
    await session.endPart?.(0, learner, first);
    await session.step(learner, batchOf(second), 1);
    await session.endPart?.(1, learner, second);
    await session.step(learner, batchOf(second), 2);
    expect(countsAsked(learner)).toEqual([[10], [10], [7], [10], [7], [7]]);
    expect(session.memory()).toEqual({ examples: 40, numbers: 160 });
  });

  it('is A-GEM on the same single memory, without margin and ridge', async () => {
    const session = begin({ kind: 'gem', margin: 0, ridge: 0 });
    const learner = await learnerOfFirst();
    await session.endPart?.(0, learner, first);
    const { values } = await session.step(learner, batchOf(second), 1);
    const memory = learner.asked[1]![0]!.batch;
    const plain = (await taskGradient(learner, batchOf(second))).values;
    const closed = projectAGem(plain, (await taskGradient(learner, memory)).values);
    expect(closed).not.toBe(plain);
    values.forEach((value, i) => expect(value).toBeCloseTo(closed[i]!, 6));
  });

  it('refuses to draw more of a memory than it holds', () => {
    expect(() => begin({ kind: 'gem', memoryPerPart: 5, memoryBatch: 6 })).toThrow(
      /^strategy\.memoryBatch: 6/,
    );
    expect(() => begin({ kind: 'gem', memoryPerPart: 0 })).toThrow(/memoryPerPart/);
  });
});

describe('A-GEM', () => {
  it('asks for two gradients, the second on a batch of all memories', async () => {
    const session = begin({ kind: 'a-gem', memoryPerPart: 20, memoryBatch: 40 }, { parts: 3 });
    const learner = await learnerOfFirst();
    await session.endPart?.(0, learner, first);
    await session.endPart?.(1, learner, second);
    await session.step(learner, batchOf(second), 2);
    expect(countsAsked(learner)).toEqual([[10], [40]]);
    const { parts } = learner.asked[1]![0]!.batch;
    expect(parts!.reduce((sum, part) => sum + part, 0)).toBe(20);
  });

  it('refuses a batch that its memories can never give', () => {
    const settings = { kind: 'a-gem', memoryPerPart: 5, memoryBatch: 6 };
    expect(() => begin(settings)).toThrow(/^strategy\.memoryBatch: 6/);
    expect(() => begin(settings, { parts: 3 })).not.toThrow();
  });
});

it('GEM and A-GEM draw another batch of the memory at each step', async () => {
  for (const kind of ['gem', 'a-gem']) {
    const session = begin({ kind, memoryBatch: 10 });
    const learner = await learnerOfFirst();
    await session.endPart?.(0, learner, first);
    await session.step(learner, batchOf(second), 1);
    await session.step(learner, batchOf(second), 1);
    const drawn = [1, 3].map((call) => numbersOfRows(learner.asked[call]![0]!.batch).sort());
    expect(drawn[0], kind).not.toEqual(drawn[1]);
  }
});
