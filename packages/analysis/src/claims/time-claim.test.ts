import type { Claim, ClaimVerdict, MeasuredTime, PlaceTimes, TimesRecord } from '@dsrnn/records';
import { claim as claimSchema } from '@dsrnn/records';
import { describe, expect, it } from 'vitest';
import { madeContext, observation } from '../../test/made-observations.ts';
import { madeTimes } from '../../test/made-times.ts';
import { mean } from '../statistics/mean.ts';
import { evaluateClaim } from './evaluate-claim.ts';

const TASKS = ['digits', 'languages'];
const runs = TASKS.flatMap((task) =>
  [1, 2, 3].flatMap((seed) => [
    observation({ task, seed }),
    observation({ task, seed, method: 'dense', sparsity: 0 }),
  ]),
);
const timed = (values: readonly number[], keep: boolean): MeasuredTime => {
  const sorted = [...values].sort((a, b) => a - b);
  const [least = NaN, most = NaN] = [sorted[0], sorted.at(-1)];
  const middle = (sorted.length - 1) / 2;
  const median = mean([sorted[Math.floor(middle)] ?? NaN, sorted[Math.ceil(middle)] ?? NaN]);
  return { median, least, most, ...(keep ? { rounds: [...values] } : {}) };
};
/** Rounds of both methods on both tasks; the dense step takes 10 ms. */
const record = (shares: readonly number[], keep = true): TimesRecord => {
  const place = (method: string, task: string, values: readonly number[]): PlaceTimes => ({
    ...{ architecture: 'lstm', method, sparsity: method === 'dense' ? 0 : 0.9, task },
    ...{ trainMs: timed(values, keep), streamMs: null },
  });
  const places = TASKS.flatMap((task) => [
    place(
      'dense',
      task,
      shares.map(() => 10),
    ),
    place(
      'ds',
      task,
      shares.map((share) => 10 * share),
    ),
  ]);
  return madeTimes([], { places, rounds: shares.length });
};
const claimOf = (measure: string, overrides: object = {}): Claim =>
  claimSchema.parse({
    ...{ id: 'faster', statement: 'DS trains faster', kind: 'superior', margin: 0, better: 'lower' },
    ...{ treatment: { label: 'ds', sparsity: 0.9, measure }, reference: { value: 1 } },
    ...overrides,
  });
const evaluate = (times: TimesRecord | null, claim = claimOf('cost.train-time-share')): ClaimVerdict =>
  evaluateClaim(claim, runs, madeContext(runs, { times }));

describe('a claim about times', () => {
  it('counts places and rounds, never seeds, and has the spread of the rounds', () => {
    const { verdict, pairs, interval, reason } = evaluate(record([0.7, 0.8, 0.75, 0.7, 0.8]));
    expect({ verdict, pairs }).toEqual({ verdict: 'supported', pairs: 2 });
    expect(reason).toContain('n = 2 places, 5 rounds each');
    expect((interval?.[1] ?? 0) - (interval?.[0] ?? 0)).toBeGreaterThan(0.01);
  });

  it('is inconclusive where the rounds disagree', () => {
    expect(evaluate(record([0.7, 1.3, 0.9, 1.2, 0.8])).verdict).toBe('inconclusive');
  });

  it.each([
    [0.97, 'inconclusive'],
    [0.94, 'supported'],
    [1.03, 'inconclusive'],
    [1.06, 'not supported'],
  ] as const)('without rounds, at %d of the time: %s', (share, verdict) => {
    const found = evaluate(record([share, share, share, share, share], false));
    expect(found).toMatchObject({ verdict, pairs: 2, interval: null });
    expect(found.reason).toContain('of 5 rounds the median, the least and the most were kept');
  });

  it.each([true, false])('says that two rounds are too few, kept one by one: %s', (keep) => {
    const { verdict, pairs, interval, reason } = evaluate(record([0.7, 0.8], keep));
    expect({ verdict, pairs, interval }).toEqual({ verdict: 'supported', pairs: 2, interval: null });
    expect(reason).toBe(
      'cost.train-time-share of ds at 90 % is 25.0 points below 100 %, mean over n = 2 places (−25.0 to −25.0); 2 rounds, whose times differ by up to 13 % of their median, are too few for an interval over rounds (`dsrnn time` takes 5), so less than 5 % of the reference decides nothing; over 2 places [−25.0, −25.0], without one task −25.0 to −25.0; the margin is 0 points.',
    );
  });

  it('measures the distance from the bar in shares of the reference', () => {
    const half = claimOf('cost.train-time-share', { reference: { value: 0.5 } });
    const at = (share: number) => evaluate(record([share, share, share, share, share], false), half).verdict;
    expect([at(0.47), at(0.48)]).toEqual(['supported', 'inconclusive']);
  });

  it('is not tested where nobody measured', () => {
    expect(evaluate(null)).toMatchObject({ verdict: 'not tested', pairs: 0 });
    const streams = evaluate(record([1, 1, 1, 1, 1]), claimOf('cost.stream-time-share'));
    expect(streams.verdict).toBe('not tested');
    expect(streams.reason).toContain('not measured');
  });

  it('compares two methods round by round', () => {
    const reference = { label: 'dense', sparsity: 0, measure: 'cost.train-time-share' };
    const found = evaluate(
      record([0.7, 0.8, 0.75, 0.7, 0.8]),
      claimOf('cost.train-time-share', { reference }),
    );
    expect(found).toMatchObject({ verdict: 'supported', pairs: 2 });
  });
});
