import { describe, expect, it } from 'vitest';
import { observation } from '../../test/made-observations.ts';
import { endingOf, withFailures } from './failure.ts';

const floors = [
  { task: 'digits', label: 'majority', score: 0.2 },
  { task: 'digits', label: 'linear', score: 0.8 },
  { task: 'adding', label: 'always 1', score: 0.2 },
  { task: 'adding', label: 'linear', score: 0.1 },
];

describe('endingOf', () => {
  it.each([
    ['accuracy', 'digits', 0.28, 'collapsed'], // 0.2 + 0.1 · 0.8, not above it
    ['accuracy', 'digits', 0.29, 'sound'],
    ['mse', 'adding', 0.1801, 'collapsed'], // 0.9 · 0.2 = 0.18, not below it
    ['mse', 'adding', 0.17, 'sound'],
    ['mse', 'unknown', 99, 'sound'],
    ['accuracy', 'digits', null, 'diverged'],
  ] as const)('%s on %s at %d is %s', (metric, task, score, ending) => {
    expect(endingOf(observation({ metric, task, score }), floors)).toBe(ending);
  });

  it('becomes a measure that keeps the others', () => {
    const runs = [
      observation({ score: 0.9, measures: { 'masks.h-dead': 0.5 } }),
      observation({ score: null }),
    ];
    expect(withFailures(runs, floors).map(({ measures }) => measures)).toEqual([
      { 'masks.h-dead': 0.5, failure: 0 },
      { failure: 1 },
    ]);
  });
});
