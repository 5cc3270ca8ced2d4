import { describe, expect, it } from 'vitest';
import { createToyLearner } from '../../test/toy-learner.ts';
import { batchOf, begin, countsAsked, first, learnerOfFirst, second } from '../../test/toy-strategies.ts';
import { toyShape } from '../../test/toy-stream.ts';
import { StrategyError } from '../errors.ts';
import { joinExamples, selectExamples } from '@dsrnn/datasets';
import { projectAGem } from '../projection/agem-projection.ts';
import { taskGradient } from './task-gradient.ts';

describe('PCGrad', () => {
  const mixed = joinExamples([batchOf(first), selectExamples(second, [0, 1, 2, 3, 4])]);

  it('is joint training where no gradients conflict', async () => {
    const learner = createToyLearner(2, 4);
    const alike = { ...batchOf(first), parts: Int32Array.from({ length: 10 }, (_, e) => (e < 7 ? 0 : 1)) };
    learner.weights.set([-1, 1], 8); // both parts want class 0 back up
    const onlyZero = { ...alike, targets: new Int32Array(10) };
    const { loss, values } = await begin({ kind: 'pcgrad' }).step(learner, onlyZero, null);
    const joint = await taskGradient(learner, onlyZero);
    expect(loss).toBeCloseTo(joint.loss, 10);
    values.forEach((value, i) => expect(value).toBeCloseTo(joint.values[i]!, 6));
  });

  it('projects the gradient of each part, and weighs it by its share of the batch', async () => {
    const learner = await learnerOfFirst();
    const { values: a } = await taskGradient(learner, batchOf(first));
    const { values: b } = await taskGradient(learner, selectExamples(second, [0, 1, 2, 3, 4]));
    const { values } = await begin({ kind: 'pcgrad' }).step(learner, mixed, null);
    const [ofA, ofB] = [projectAGem(a, b), projectAGem(b, a)];
    expect(ofA).not.toBe(a);
    values.forEach((value, i) => expect(value).toBeCloseTo((2 / 3) * ofA[i]! + (1 / 3) * ofB[i]!, 6));
  });

  it('passes each example once', async () => {
    const learner = await learnerOfFirst();
    await begin({ kind: 'pcgrad' }).step(learner, mixed, null);
    expect(countsAsked(learner)).toEqual([[10], [5]]);
  });

  it('refuses a task without parts', () => {
    const { parts: _parts, ...whole } = toyShape;
    expect(() => begin({ kind: 'pcgrad' }, { shape: whole, parts: 1 })).toThrow(StrategyError);
    expect(() => begin({ kind: 'pcgrad' }, { shape: whole, parts: 1 })).toThrow(
      /^strategy\.kind: pcgrad needs/,
    );
  });
});
