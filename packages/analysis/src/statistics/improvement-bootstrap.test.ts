import { expect, it } from 'vitest';
import { AnalysisError } from '../errors.ts';
import { improvementBootstrap } from './improvement-bootstrap.ts';
import { probabilityOfImprovement } from './probability-of-improvement.ts';
import type { Sample } from './stratified-bootstrap.ts';

const side = (stratum: string, ...values: number[]): Sample[] =>
  values.map((value, i) => ({ stratum, key: String(i), value }));
const settings = { confidence: 0.95 };

it('has the point of the probability of improvement, and an interval around it', () => {
  const ours = [...side('a', 1, 2, 3), ...side('b', 5, 5, 7)];
  const theirs = [...side('a', 2, 2, 2), ...side('b', 4, 5, 6)];
  const { point, low, high, n, singles } = improvementBootstrap(ours, theirs, 'p', settings);
  // a: 1 loses 3, 2 ties 3, 3 wins 3: 1/2. b: 5 wins 1 ties 1 loses 1, twice; 7 wins 3: (1.5 + 1.5 + 3) / 9
  expect(point).toBeCloseTo((1 / 2 + 6 / 9) / 2, 12);
  expect(point).toBe(probabilityOfImprovement(ours, theirs));
  expect(low).toBeLessThan(point);
  expect(high).toBeGreaterThan(point);
  expect([n, singles]).toEqual([12, 0]);
});

it('has no width where every run of one side wins', () => {
  const { point, low, high } = improvementBootstrap(side('a', 3, 4), side('a', 1, 2), 'p', settings);
  expect([point, low, high]).toEqual([1, 1, 1]);
});

it('lets a diverged run lose to a completed one and tie with another', () => {
  const { point } = improvementBootstrap(side('a', -Infinity, 1), side('a', -Infinity, 0), 'p', settings);
  // −∞ ties −∞, loses to 0; 1 wins both: (½ + 0 + 1 + 1) / 4
  expect(point).toBe(0.625);
});

it('does not depend on the order of the runs', () => {
  const ours = side('a', 1, 4, 2, 8);
  const theirs = side('a', 3, 2, 5);
  expect(improvementBootstrap([...ours].reverse(), [...theirs].reverse(), 'p', settings)).toEqual(
    improvementBootstrap(ours, theirs, 'p', settings),
  );
});

it('counts strata in which a side has one run, leaves out those of one side only, and needs one', () => {
  const ours = [...side('a', 1), ...side('b', 1, 2)];
  expect(improvementBootstrap(ours, side('a', 0, 2), 'p', settings)).toMatchObject({
    singles: 1,
    n: 3,
    point: 0.5,
  });
  expect(() => improvementBootstrap(ours, side('c', 1), 'p', settings)).toThrow(AnalysisError);
});
