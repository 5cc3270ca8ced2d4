import { describe, expect, it } from 'vitest';
import { batchOf, begin, countsAsked, first, learnerOfFirst, second } from '../../test/toy-strategies.ts';
import { fisherDiagonal } from '../importance/fisher-diagonal.ts';
import { taskGradient } from './task-gradient.ts';

describe('EWC', () => {
  it('adds the penalty and its gradient, with a decayed sum of importances around the last parameters', async () => {
    const session = begin({ kind: 'ewc', lambda: 2, gamma: 0.5, fisherExamples: 80 }, { parts: 3 });
    const learner = await learnerOfFirst();
    const all = Array.from({ length: 80 }, (_, i) => i);
    const early = await fisherDiagonal(learner, first, all, 12);
    await session.endPart?.(0, learner, first);
    learner.weights.forEach((_, i) => (learner.weights[i]! += 0.1 * (i % 3)));
    const late = await fisherDiagonal(learner, second, all, 12);
    await session.endPart?.(1, learner, second);
    const anchor = await learner.parameters();
    learner.weights.forEach((_, i) => (learner.weights[i]! -= 0.05 * (i % 4)));

    const task = await taskGradient(learner, batchOf(second));
    const { loss, values } = await session.step(learner, batchOf(second), 2);
    let penalty = 0;
    values.forEach((value, i) => {
      const importance = 0.5 * early[i]! + late[i]!;
      const shift = learner.weights[i]! - anchor[i]!;
      penalty += importance * shift * shift;
      expect(value).toBeCloseTo(task.values[i]! + 2 * importance * shift, 5);
    });
    expect(penalty).toBeGreaterThan(0.001);
    expect(loss).toBeCloseTo(task.loss + penalty, 6);
    expect(session.memory()).toEqual({ examples: 0, numbers: 24 });
  });

  it('asks for the gradient of one example at a time at the end of a part, and for none after the last', async () => {
    const session = begin({ kind: 'ewc', fisherExamples: 3 });
    const learner = await learnerOfFirst();
    await session.endPart?.(0, learner, first);
    expect(countsAsked(learner)).toEqual([[1], [1], [1]]);
    await session.endPart?.(1, learner, second);
    expect(learner.asked.length).toBe(3);
  });
});
