import { describe, expect, it } from 'vitest';
import { signalPart, standardised, standardisedPart } from './family-part.ts';
import type { RawExamples, Signals } from './family-part.ts';

const raw = (...targets: number[]): RawExamples => ({
  count: targets.length,
  inputs: new Float32Array(targets.length),
  targets: Float64Array.from(targets),
});

describe('a task in units of its own targets', () => {
  it('is standardised by the training targets, in all splits', () => {
    // 1 and 5: mean 3, standard deviation 2.
    const test = { ...raw(11), persistence: Float64Array.of(-1) };
    const part = standardisedPart('p', { train: raw(1, 5), validation: raw(4), test });
    expect([...part.train.targets]).toEqual([-1, 1]);
    expect([...part.validation.targets]).toEqual([0.5]);
    expect([...part.test.targets]).toEqual([4]);
    expect([...part.persistence!]).toEqual([-2]);
    expect(standardisedPart('p', { train: raw(1, 5), validation: raw(4), test: raw(1) })).not.toHaveProperty(
      'persistence',
    );
  });

  it('is only centred if its training targets are all the same', () => {
    const part = standardisedPart('p', { train: raw(3, 3), validation: raw(4), test: raw(1) });
    expect([...part.train.targets, ...part.validation.targets, ...part.test.targets]).toEqual([0, 0, 1, -2]);
  });

  const signals = (outputs: number[]): Signals => ({
    count: outputs.length / 2,
    inputs: Float64Array.from(outputs, (_, i) => i),
    outputs: Float64Array.from(outputs),
  });

  it('feeds back the true target of the step before, 0 at the first step of every sequence', () => {
    const splits = { train: signals([1, 5, 5, 1]), validation: signals([3, 7]), test: signals([9, 1, 5, 3]) };
    const part = signalPart('p', splits, 2, true);
    expect([...part.train.targets]).toEqual([-1, 1, 1, -1]);
    expect([...part.train.inputs]).toEqual([0, 0, 1, -1, 2, 0, 3, 1]);
    expect([...part.test.inputs]).toEqual([0, 0, 1, 3, 2, 0, 3, 1]);
    expect([...part.persistence!]).toEqual([0, 3, 0, 1]);
    const without = signalPart('p', splits, 2, false);
    expect([...without.train.inputs]).toEqual([0, 1, 2, 3]);
    expect(without.train.targets).toEqual(part.train.targets);
  });

  it('standardises a recording by one of its blocks', () => {
    expect([...standardised([9, 1, 5, 3], { start: 1, end: 3 })]).toEqual([3, -1, 1, 0]);
  });
});
