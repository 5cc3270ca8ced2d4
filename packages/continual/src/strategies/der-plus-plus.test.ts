import { describe, expect, it } from 'vitest';
import { batchOf, begin, first, learnerOfFirst, numbersOfRows, second } from '../../test/toy-strategies.ts';

describe('DER++', () => {
  it('adds the distance to stored outputs and the task loss on two batches of the memory', async () => {
    const session = begin({ kind: 'der-plus-plus', memory: 10, batchSize: 10, alpha: 0.25, beta: 0.75 });
    const learner = await learnerOfFirst();
    const batch = batchOf(first);
    const before = await learner.outputs(batch);
    await session.step(learner, batch, 0);
    learner.weights.fill(0);
    await session.step(learner, batchOf(second), 1);
    const [task, outputs, targets] = learner.asked[1]!;
    expect([task!.weight, outputs!.weight, targets!.weight]).toEqual([1, 0.25, 0.75]);
    expect(task!.batch).toEqual(batchOf(second));
    expect(numbersOfRows(targets!.batch).sort()).toEqual(numbersOfRows(batch).sort());
    if (outputs!.loss.kind !== 'outputs') throw new Error('expected a term of outputs');
    const wanted = outputs!.loss.wanted;
    const rows = numbersOfRows(batch);
    numbersOfRows(outputs!.batch).forEach((row, e) => {
      const at = rows.indexOf(row);
      expect(wanted.slice(4 * e, 4 * e + 4)).toEqual(before.slice(4 * at, 4 * at + 4));
    });
  });

  it('asks for outputs only of the examples that it keeps', async () => {
    const session = begin({ kind: 'der-plus-plus', memory: 5 });
    const learner = await learnerOfFirst();
    for (let step = 0; step < 100; step++) await session.step(learner, batchOf(first, 10 * (step % 8)), 0);
    // Of 1000 offers to 5 slots about 5 (1 + ln(1000/5)) = 31 are taken.
    expect(learner.looked.examples).toBeGreaterThan(15);
    expect(learner.looked.examples).toBeLessThan(60);
    expect(session.memory()).toEqual({ examples: 5, numbers: 5 * (4 + 4) });
  });

  it('leaves out terms of weight 0, and refuses a memory smaller than the number of parts', async () => {
    const session = begin({ kind: 'der-plus-plus', alpha: 0 });
    const learner = await learnerOfFirst();
    await session.step(learner, batchOf(first), 0);
    await session.step(learner, batchOf(first), 0);
    expect(learner.asked[1]!.map(({ loss }) => loss.kind)).toEqual(['task', 'task']);
    expect(() => begin({ kind: 'der-plus-plus', memory: 1 })).toThrow(/^strategy\.memory: 1/);
    expect(() => begin({ kind: 'der-plus-plus', memory: 9, batchSize: 10 })).toThrow(/^strategy\.batchSize/);
  });
});
