import type { Observation } from '@dsrnn/records';
import { describe, expect, it } from 'vitest';
import { madeContext, observation } from '../../test/made-observations.ts';
import { compareWithSubject, subjectOf } from './compare-with-subject.ts';

const diverged = { score: null, status: 'diverged' } as const;
const scored = (score: number | null) => (score === null ? diverged : { score });
const group = (
  task: string,
  metric: 'accuracy' | 'mse',
  ...scores: readonly (readonly [number | null, number | null])[]
): Observation[] =>
  scores.flatMap(([ours, theirs], i) => [
    observation({ task, metric, seed: i + 1, ...scored(ours) }),
    observation({ task, metric, seed: i + 1, method: 'rigl', ...scored(theirs) }),
  ]);
const compare = (runs: readonly Observation[]) =>
  compareWithSubject(
    { method: 'ds', sparsity: 0.9 },
    { method: 'rigl', sparsity: 0.9 },
    runs,
    madeContext(runs),
  );

describe('compareWithSubject', () => {
  it('counts groups whose interval lies above, around or below zero, errors with the sign turned', () => {
    const runs = [
      ...group('a', 'accuracy', [0.75, 0.5], [0.7578125, 0.5], [0.75, 0.5]),
      ...group('b', 'accuracy', [0.25, 0.5], [0.625, 0.5], [0.4375, 0.5]),
      ...group('c', 'mse', [2, 1], [2.0625, 1], [2, 1]),
    ];
    const compared = compare(runs);
    expect(compared).toMatchObject({ wins: 1, ties: 1, losses: 1, pairs: 9, accuracyGroups: 2 });
    // accuracy alone: the mean of 1/4 + 1/384 over a and −1/16 over b
    expect(compared.difference?.point).toBeCloseTo((1 / 4 + 1 / 384 - 1 / 16) / 2, 12);
    // a: all won. b: 0.625 wins all, the others none. c: all lost
    expect(compared.improvement).toBeCloseTo((1 + 1 / 3 + 0) / 3, 12);
    // over places a and b decide nothing, and say so
    expect(compared.overPlaces![0]).toBeLessThan(0);
    expect(compared.overPlaces![1]).toBeGreaterThan(0);
  });

  it('decides nothing by two seeds, nor by three that differ as much as they are apart from zero', () => {
    const two = group('a', 'accuracy', [0.75, 0.5], [0.75, 0.5]);
    expect(compare(two)).toMatchObject({ wins: 0, ties: 1, overPlaces: null });
    const three = group('a', 'accuracy', [0.75, 0.5], [0.875, 0.5], [0.5625, 0.5]);
    expect(compare(three)).toMatchObject({ wins: 0, ties: 1 });
  });

  it('does not decide by one pair', () => {
    expect(compare(group('a', 'accuracy', [0.9, 0.1]))).toMatchObject({ wins: 0, ties: 1, losses: 0 });
  });

  it('lets a diverged run score accuracy 0 on either side, and nothing if both diverged', () => {
    const won = compare(group('a', 'accuracy', [0.5, null], [0.5, null], [0.5, null]));
    expect(won).toMatchObject({ wins: 1, diverged: { subject: 0, other: 3 } });
    expect(won.difference?.point).toBe(0.5);
    expect(compare(group('a', 'accuracy', [null, 0.5], [null, 0.5], [null, 0.5]))).toMatchObject({
      losses: 1,
    });
    const both = compare(group('a', 'accuracy', [null, null], [null, null]));
    expect(both).toMatchObject({ ties: 1, difference: { point: 0 }, improvement: 0.5 });
  });

  it('does not let a method win a task scored by mse in which it diverged', () => {
    const whole = [
      [1, 2],
      [1, 2.0625],
      [1, 2],
    ] as const;
    expect(compare(group('a', 'mse', ...whole))).toMatchObject({ wins: 1 });
    expect(compare(group('a', 'mse', ...whole, [null, 2]))).toMatchObject({ wins: 0, ties: 1 });
    expect(compare(group('a', 'mse', ...whole, [2, null]))).toMatchObject({ wins: 1, difference: null });
  });

  it('turns around when the sides are exchanged', () => {
    const runs = [
      ...group('a', 'accuracy', [0.75, 0.5], [0.75, 0.5], [1, null]),
      ...group('c', 'mse', [2, 1], [2.0625, 1], [2, 1]),
    ];
    const there = compare(runs);
    const back = compareWithSubject(
      { method: 'rigl', sparsity: 0.9 },
      { method: 'ds', sparsity: 0.9 },
      runs,
      madeContext(runs),
    );
    expect([back.wins, back.ties, back.losses]).toEqual([there.losses, there.ties, there.wins]);
    expect(back.difference?.point).toBe(-(there.difference?.point ?? NaN));
    expect(back.improvement).toBe(1 - (there.improvement ?? NaN));
  });

  it('averages the cost of the runs of the pairs', () => {
    // made runs cost 100 of 1000 in the core, ds 40 more for its router
    const { subject, other } = compare(group('a', 'accuracy', [0.9, 0.8])).shares!;
    expect(subject.total - subject.core).toBeCloseTo(0.04, 12);
    expect(other.total).toBe(other.core);
  });
});

it('emphasises the first sparse method besides the reference', () => {
  const dense = ['dense', 'wide'].map((method) => observation({ method, sparsity: 0 }));
  const runs = [...dense, observation({ method: 'rigl' }), observation({ method: 'ds' })];
  const context = madeContext(runs, { methods: ['dense', 'wide', 'ds', 'rigl'] });
  expect(subjectOf(runs, context)).toBe('ds');
  expect(subjectOf(dense, madeContext(dense))).toBeNull();
});
