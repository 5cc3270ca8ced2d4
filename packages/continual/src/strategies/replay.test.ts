import type { Examples } from '@dsrnn/datasets';
import { describe, expect, it } from 'vitest';
import { createToyLearner } from '../../test/toy-learner.ts';
import { batchOf, begin, first, learnerOfFirst, numbersOfRows, second } from '../../test/toy-strategies.ts';
import { toyShape } from '../../test/toy-stream.ts';
import { StrategyError } from '../errors.ts';
import { selectExamples } from '@dsrnn/datasets';
import type { StrategyContext } from '../strategy.ts';
import { taskGradient, taskTerm } from './task-gradient.ts';

describe('replay', () => {
  it('is fine-tuning as long as the memory is empty', async () => {
    const learner = await learnerOfFirst();
    const batch = batchOf(first);
    const plain = await taskGradient(learner, batch);
    expect(await begin({ kind: 'replay' }).step(learner, batch, 0)).toEqual(plain);
  });

  it('offers each example of a part once, at its end, and never replays the present part', async () => {
    const session = begin({ kind: 'replay' });
    const learner = await learnerOfFirst();
    for (let epoch = 0; epoch < 3; epoch++) await session.step(learner, batchOf(first), 0);
    expect(session.memory()).toEqual({ examples: 0, numbers: 0 });
    await session.endPart?.(0, learner, first);
    expect(session.memory()).toEqual({ examples: 80, numbers: 320 });
    learner.asked.length = 0;
    await session.step(learner, batchOf(second), 1);
    const [term] = learner.asked[0]!;
    expect([...term!.batch.parts!]).toEqual([
      ...new Array<number>(10).fill(1),
      ...new Array<number>(10).fill(0),
    ]);
    const replayed = numbersOfRows(term!.batch).slice(10);
    expect(new Set(replayed).size).toBe(10);
    expect(numbersOfRows(first)).toEqual(expect.arrayContaining(replayed));
  });

  it('takes one mean over the batch and the batch of the memory', async () => {
    const session = begin({ kind: 'replay', memory: 4, batchSize: 4 });
    const learner = await learnerOfFirst();
    await session.endPart?.(0, learner, first);
    learner.asked.length = 0;
    const { values } = await session.step(learner, batchOf(second), 1);
    const { batch } = learner.asked[0]![0]!;
    expect(batch.count).toBe(14);
    const separate = await learner.gradient([
      taskTerm(batchOf(second), 10 / 14),
      taskTerm(selectExamples(batch, [10, 11, 12, 13]), 4 / 14),
    ]);
    values.forEach((value, i) => expect(value).toBeCloseTo(separate.values[i]!, 6));
  });

  it('balances its memory over classes, or over parts where a target is no class', async () => {
    const counts = async (
      shape: StrategyContext['shape'],
      examples: Examples[],
    ): Promise<Map<string, number>> => {
      const session = begin({ kind: 'replay', memory: 12, policy: 'class-balanced' }, { shape });
      const learner = createToyLearner(2, 4);
      for (const [p, part] of examples.entries()) await session.endPart?.(p, learner, part);
      await session.step(learner, batchOf(second), 1);
      const found = new Map<string, number>();
      const batch = learner.asked[0]![0]!.batch;
      for (let e = 10; e < batch.count; e++) {
        const key = `${String(batch.parts![e])}/${String(batch.targets[e])}`;
        found.set(key, (found.get(key) ?? 0) + 1);
      }
      return found;
    };
    // The batch replays 10 of 12: at least one of three kept of each class, and of six of each part.
    const uneven = [
      first,
      selectExamples(
        second,
        Array.from({ length: 40 }, (_, i) => 2 * i),
      ),
    ];
    const classes = await counts(toyShape, uneven);
    expect([...classes.keys()].sort()).toEqual(['0/0', '0/1', '1/2']);
    for (const count of classes.values()) expect(count).toBeLessThanOrEqual(4);
    const parts = await counts({ ...toyShape, target: { kind: 'value', size: 1 } }, uneven);
    expect(parts.get('1/2')).toBeGreaterThanOrEqual(4);
    expect(parts.get('1/2')).toBeLessThanOrEqual(6);
  });

  it('refuses a memory without room for every part or class, and a batch larger than the memory', () => {
    expect(() => begin({ kind: 'replay', memory: 1 })).toThrow(
      /^strategy\.memory: 1 examples cannot hold one of each of 2 parts/,
    );
    expect(() => begin({ kind: 'replay', memory: 3, policy: 'class-balanced' })).toThrow(/4 classes/);
    expect(() => begin({ kind: 'replay', memory: 3, policy: 'class-balanced' })).toThrow(StrategyError);
    expect(() => begin({ kind: 'replay', memory: 8, batchSize: 9 })).toThrow(/^strategy\.batchSize/);
  });
});
