import { describe, expect, it } from 'vitest';
import { observation } from '../../test/made-observations.ts';
import type { Floor } from '../context.ts';
import { bestFloor, bestScoreOf, learningOf } from './learning.ts';

const floors: readonly Floor[] = [
  { task: 'copy', label: 'chance', score: 0.125, guess: { standardError: 0.005 } },
  { task: 'copy', label: 'majority class', score: 0.11, guess: { standardError: 0.005 } },
  { task: 'copy', label: 'naive Bayes', score: 0.8 },
  { task: 'waves', label: 'training mean', score: 1, guess: { standardError: 0.05 } },
  { task: 'waves', label: 'ridge regression', score: 0.2 },
  { task: 'unguessed', label: 'nearest class mean', score: 0.3 },
];
const copy = { task: 'copy', metric: 'accuracy' } as const;
const waves = { task: 'waves', metric: 'mse' } as const;

describe('a model has learned', () => {
  it.each([
    [0, 'not learned'],
    [0.125, 'not learned'],
    [0.134, 'not learned'], // within two standard errors of the best guess
    [0.136, 'learned'], // far below naive Bayes, and yet more than a guess
  ] as const)('at an accuracy of %d: %s', (score, learning) => {
    expect(learningOf([score, score], copy, floors)).toBe(learning);
  });

  it.each([
    [1.2, 'not learned'],
    [0.91, 'not learned'],
    [0.89, 'learned'],
  ] as const)('at an error of %d: %s', (score, learning) => {
    expect(learningOf([score], waves, floors)).toBe(learning);
  });

  it('by its mean over seeds, of those that did not diverge', () => {
    expect(learningOf([0.1, 0.3], copy, floors)).toBe('learned');
    expect(learningOf([null, 0.3], copy, floors)).toBe('learned');
    expect(learningOf([null, null], copy, floors)).toBe('not learned');
  });

  it('is not known where no guess is', () => {
    expect(learningOf([0.9], { task: 'unguessed', metric: 'accuracy' }, floors)).toBe('unknown');
    expect(learningOf([0.9], { task: 'elsewhere', metric: 'accuracy' }, floors)).toBe('unknown');
  });

  it('even where it has forgotten since', () => {
    const forgot = observation({ score: 0.1, measures: { 'parts.learning': 0.9 } });
    expect(bestScoreOf(forgot)).toBe(0.9);
    expect(bestScoreOf({ ...forgot, metric: 'mse' })).toBe(0.1);
    expect(bestScoreOf(observation({ score: 0.4 }))).toBe(0.4);
  });
});

it('the best predictor of a task is the highest of accuracies and the lowest of errors', () => {
  expect(bestFloor('copy', 'accuracy', floors)?.label).toBe('naive Bayes');
  expect(bestFloor('waves', 'mse', floors)?.label).toBe('ridge regression');
  expect(bestFloor('elsewhere', 'mse', floors)).toBeNull();
});
