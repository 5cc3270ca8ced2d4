import type { Claim, Observation } from '@dsrnn/records';
import { claim as claimSchema, claimVerdict, type ClaimVerdict } from '@dsrnn/records';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { madeContext, observation } from '../../test/made-observations.ts';
import type { Floor } from '../context.ts';
import { evaluateClaim } from './evaluate-claim.ts';

const evaluate = (claim: Claim, runs: readonly Observation[]): ClaimVerdict =>
  evaluateClaim(claim, runs, madeContext(runs, { floors: runs.map(guessOf) }));

/** A score that every run here passes. */
const guessOf = ({ task, metric }: Observation): Floor => ({
  ...{ task, label: 'guess', score: metric === 'mse' ? 100 : 0 },
  guess: { standardError: 0 },
});

function claimOf(overrides: Partial<Claim> = {}): Claim {
  return claimSchema.parse({
    id: 'toy',
    statement: 'DS keeps the accuracy of the dense model',
    kind: 'non-inferior',
    treatment: { label: 'ds', sparsity: 0.9 },
    reference: { label: 'dense', sparsity: 0 },
    margin: 0.01,
    ...overrides,
  });
}

/** Pairs of (treatment, reference); null is a diverged run. */
function runsOf(
  pairs: readonly (readonly [number | null, number | null])[],
  metric: 'accuracy' | 'mse' = 'accuracy',
) {
  const run = (score: number | null, seed: number, side: Partial<Observation>) =>
    observation({ ...side, seed, score, metric, status: score === null ? 'diverged' : 'completed' });
  return pairs.flatMap(([ours, theirs], i) => [
    run(ours, i + 1, {}),
    run(theirs, i + 1, { method: 'dense', sparsity: 0 }),
  ]);
}

/** Treatment − reference is `difference` in every pair: the interval has no width. */
const constant = (difference: number) =>
  runsOf([0.5, 0.625, 0.75].map((reference) => [reference + difference, reference] as const));

describe('evaluateClaim', () => {
  it('looks only at the architectures and tasks that it is about', () => {
    const better = constant(0.0625).map((run) => ({ ...run, architecture: 'gru', task: 'rows' }));
    const worse = constant(-0.0625).map((run) => ({ ...run, architecture: 'ltc', task: 'pixels' }));
    const verdictOn = (scope: Partial<Claim>): string =>
      evaluate(claimOf({ kind: 'superior', margin: 0, ...scope }), [...better, ...worse]).verdict;
    expect(verdictOn({ architectures: ['gru'] })).toBe('supported');
    expect(verdictOn({ tasks: ['pixels'] })).toBe('not supported');
    expect(verdictOn({ architectures: ['gru'], tasks: ['pixels'] })).toBe('not tested');
    expect(evaluate(claimOf({ architectures: ['gru', 'ltc'] }), [...better, ...worse]).pairs).toBe(6);
  });

  it.each([
    ['non-inferior', 0, 0.0625, 'supported'],
    ['non-inferior', -0.03125, 0.0625, 'supported'],
    ['non-inferior', -0.0625, 0.0625, 'inconclusive'], // exactly on the margin: neither side of it
    ['non-inferior', -0.125, 0.0625, 'not supported'],
    ['superior', 0.125, 0.0625, 'supported'],
    ['superior', 0.0625, 0.0625, 'inconclusive'],
    ['superior', 0.03125, 0.0625, 'not supported'],
    ['superior', -0.125, 0, 'not supported'],
  ] as const)('%s at difference %d with margin %d is %s', (kind, difference, margin, verdict) => {
    const result = evaluate(claimOf({ kind, margin }), constant(difference));
    expect(result).toMatchObject({
      verdict,
      difference,
      interval: [difference, difference],
      pairs: 3,
      margin,
    });
    expect(claimVerdict.parse(result)).toEqual(result);
  });

  it('is inconclusive when the margin lies within the interval', () => {
    const runs = runsOf([0.04, -0.06, 0.01, -0.03, 0.02].map((d) => [0.8 + d, 0.8] as const));
    const { verdict, interval } = evaluate(claimOf(), runs);
    expect(verdict).toBe('inconclusive');
    expect(interval?.[0]).toBeLessThan(-0.01);
    expect(interval?.[1]).toBeGreaterThan(-0.01);
  });

  it('gives the numbers in one sentence', () => {
    expect(evaluate(claimOf({ margin: 0.01 }), constant(-0.03125)).reason).toBe(
      'ds at 90 % is 3.1 points below dense, 95 % interval [−3.1, −3.1], n = 3 pairs; one place; the margin is 1.0 point.',
    );
  });

  it('turns the sign of an error', () => {
    const runs = runsOf(
      [1, 2, 3].map((reference) => [reference - 0.5, reference] as const),
      'mse',
    );
    const result = evaluate(claimOf({ kind: 'superior', margin: 0.25 }), runs);
    expect(result).toMatchObject({ verdict: 'supported', difference: 0.5 });
    expect(result.reason).toContain('0.500 (MSE) better than dense');
  });

  it('resolves a relative margin with the reference score', () => {
    const runs = runsOf(
      [1, 2, 3].map((reference) => [reference + 0.5, reference] as const),
      'mse',
    );
    // the mean of the reference scores is 2, so a quarter of it is 0.5
    expect(evaluate(claimOf({ margin: 0.25, relative: true }), runs).margin).toBe(0.5);
    expect(evaluate(claimOf({ margin: 0.3, relative: true }), runs).verdict).toBe('supported');
    expect(evaluate(claimOf({ margin: 0.2, relative: true }), runs).verdict).toBe('not supported');
  });

  it('says which side has no run', () => {
    const runs = constant(0);
    const onlyDense = runs.filter(({ method }) => method === 'dense');
    expect(evaluate(claimOf(), onlyDense)).toMatchObject({
      verdict: 'not tested',
      reason: 'There is no run of the treatment, ds at 90 %.',
      interval: null,
    });
    expect(evaluate(claimOf(), []).reason).toBe(
      'There is no run of the treatment, ds at 90 %, and none of the reference, dense.',
    );
  });

  it('names no number as the side that has no run', () => {
    expect(evaluate(claimOf({ reference: { value: 0.5 } }), []).reason).toBe(
      'There is no run of the treatment, ds at 90 %.',
    );
  });

  it('says how many pairs lack', () => {
    expect(evaluate(claimOf({ minimumPairs: 5 }), constant(0))).toMatchObject({
      verdict: 'inconclusive',
      pairs: 3,
      reason: 'Only 3 pairs of ds at 90 % and dense, the claim asks for 5.',
    });
  });

  it('does not mix metrics', () => {
    const mixed = [...constant(0), observation({ task: 'adding', metric: 'mse', score: 1 })];
    expect(evaluate(claimOf(), mixed)).toMatchObject({
      verdict: 'inconclusive',
      reason: 'The runs are scored by accuracy and mse; one claim needs one metric, split it by task.',
    });
  });

  it('counts a diverged treatment as accuracy 0', () => {
    const runs = runsOf([
      [null, 0.75],
      [0.75, 0.75],
      [0.75, 0.75],
    ]);
    const { difference, verdict, reason } = evaluate(claimOf(), runs);
    expect(difference).toBe(-0.25); // (−0.75 + 0 + 0) / 3
    expect(verdict).toBe('inconclusive');
    expect(reason).toContain('diverged treatments counted as accuracy 0: 1');
  });

  it('refuses a claim about an error when a treatment diverged where the reference did not', () => {
    const runs = runsOf(
      [
        [null, 1],
        [0.5, 1],
        [0.5, 1],
      ],
      'mse',
    );
    expect(evaluate(claimOf({ kind: 'superior' }), runs)).toMatchObject({
      verdict: 'not supported',
      pairs: 3,
      difference: 0.5,
    });
  });

  it('leaves out pairs whose reference diverged, and says so', () => {
    const runs = [...constant(0), ...runsOf([[null, null]]).map((run) => ({ ...run, seed: 9 }))];
    const { pairs, verdict, reason, leftOut } = evaluate(claimOf(), runs);
    expect([pairs, verdict]).toEqual([3, 'supported']);
    expect(reason).toContain('left out, the reference diverged: 1 (lstm on digits)');
    expect(leftOut).toEqual([{ reason: 'the reference diverged', count: 1, names: ['lstm on digits'] }]);
  });

  it('says how many runs have no partner', () => {
    const { leftOut, reason } = evaluate(claimOf(), [...constant(0), observation({ seed: 9 })]);
    expect(leftOut).toEqual([{ reason: 'runs without a partner', count: 1, names: [] }]);
    expect(reason).toContain('left out, runs without a partner: 1.');
  });

  it('is not tested where every pair is left out', () => {
    expect(evaluate(claimOf(), runsOf([[0.5, null]]))).toMatchObject({
      verdict: 'not tested',
      pairs: 0,
      reason: 'No pair is left: the reference diverged: 1 (lstm on digits).',
    });
  });

  it('draws no conclusion from one seed per task', () => {
    const runs = ['a', 'b', 'c'].flatMap((task) => runsOf([[0.5, 0.75]]).map((run) => ({ ...run, task })));
    expect(evaluate(claimOf(), runs)).toMatchObject({
      verdict: 'inconclusive',
      difference: -0.25,
      interval: null,
      pairs: 3,
    });
  });

  it('does not depend on the order of the observations, nor on other methods', () => {
    const runs = runsOf([0.04, -0.06, 0.01, -0.03].map((d) => [0.8 + d, 0.8] as const));
    const expected = evaluate(claimOf(), runs);
    fc.assert(
      fc.property(fc.shuffledSubarray(runs, { minLength: runs.length }), (shuffled) => {
        expect(evaluate(claimOf(), [observation({ method: 'rigl' }), ...shuffled])).toEqual(expected);
      }),
      { numRuns: 10 },
    );
  });

  describe('about strategies', () => {
    /** Three seeds of a score on the stream under the strategy, seed i scoring `score + i/32`. */
    const learned = (stream: string, strategy: string, method: string, score: number): Observation[] =>
      [1, 2, 3].map((seed) =>
        observation({
          ...{ stream, strategy, task: `${stream}/${strategy}`, method, seed },
          ...{ sparsity: method === 'dense' ? 0 : 0.9, score: score + seed / 32 },
        }),
      );
    const runs = ['permuted', 'split'].flatMap((stream) => [
      ...learned(stream, 'joint', 'ds', 0.75),
      ...learned(stream, 'replay', 'ds', 0.625),
      ...learned(stream, 'joint', 'dense', 0.8125),
      ...learned(stream, 'replay', 'dense', 0.5),
    ]);
    const against = (treatment: string, reference: string): Partial<Claim> => ({
      kind: 'superior',
      margin: 0,
      treatment: { label: 'ds', sparsity: 0.9, strategy: treatment },
      reference: { label: 'ds', sparsity: 0.9, strategy: reference },
    });

    it('compares one method under two of them, in pairs of one stream', () => {
      const result = evaluate(claimOf(against('joint', 'replay')), runs);
      expect(result).toMatchObject({ verdict: 'supported', difference: 0.125, pairs: 6 });
      expect(result.reason).toContain('ds at 90 % with joint is 12.5 points above ds at 90 % with replay');
    });

    it('compares two methods under one of them', () => {
      const sides = {
        ...against('replay', 'replay'),
        reference: { label: 'dense', sparsity: 0, strategy: 'replay' },
      };
      expect(evaluate(claimOf(sides), runs)).toMatchObject({ difference: 0.125, pairs: 6 });
    });

    it('compares within each of them where sides name none, or within those that the claim lists', () => {
      // replay: 0.125 better, joint: 0.0625 worse
      expect(evaluate(claimOf(), runs)).toMatchObject({ difference: 0.03125, pairs: 12 });
      expect(evaluate(claimOf({ strategies: ['replay'] }), runs)).toMatchObject({
        difference: 0.125,
        pairs: 6,
      });
      expect(evaluate(claimOf({ strategies: ['ewc'] }), runs).reason).toContain('There is no run');
    });

    it('takes a label of a task for a stream, or for a stream under one strategy', () => {
      const pairs = (tasks: string[]): number => evaluate(claimOf({ tasks }), runs).pairs;
      expect([pairs(['split']), pairs(['split/joint']), pairs(['split/joint', 'permuted'])]).toEqual([
        6, 3, 9,
      ]);
    });

    it('says which side has no run under its strategy', () => {
      expect(evaluate(claimOf(against('joint', 'gem')), runs).reason).toBe(
        'There is no run of the reference, ds at 90 % with gem.',
      );
    });

    it('compares a measure of runs under a strategy with a number', () => {
      const forgot = runs.map((run) => ({ ...run, measures: { 'parts.forgetting': 0.25 } }));
      const measured = claimSchema.parse({
        ...claimOf(),
        better: 'lower',
        treatment: { label: 'ds', sparsity: 0.9, strategy: 'replay', measure: 'parts.forgetting' },
        reference: { value: 0.375 },
      });
      const { verdict, reason } = evaluate(measured, forgot);
      expect(verdict).toBe('supported');
      expect(reason).toContain('parts.forgetting of ds at 90 % with replay is 12.5 points below 37.5 points');
    });
  });

  describe('about a measure', () => {
    const side = (method: string, value: number | undefined, seed: number): Observation =>
      observation({
        method,
        seed,
        sparsity: method === 'dense' ? 0 : 0.9,
        measures: value === undefined ? {} : { 'masks.h-dead': value },
      });
    const measured = (overrides: object): Claim =>
      claimSchema.parse({
        ...claimOf(),
        kind: 'superior',
        margin: 0,
        better: 'higher',
        treatment: { label: 'ds', sparsity: 0.9, measure: 'masks.h-dead' },
        reference: { label: 'dense', sparsity: 0, measure: 'masks.h-dead' },
        ...overrides,
      });
    const runs = [1, 2, 3].flatMap((seed) => [side('ds', 0.5, seed), side('dense', 0.25, seed)]);

    it('compares it in place of the score, in the direction that is better', () => {
      expect(evaluate(measured({}), runs)).toMatchObject({ verdict: 'supported', difference: 0.25 });
      const lower = evaluate(measured({ better: 'lower' }), runs);
      expect(lower).toMatchObject({ verdict: 'not supported', difference: -0.25, interval: [-0.25, -0.25] });
      expect(lower.reason).toContain(
        'masks.h-dead of ds at 90 % is 25.0 points above masks.h-dead of dense, 95 % interval [25.0, 25.0], n = 3 pairs',
      );
    });

    it('takes the direction from the declaration where the claim leaves it out', () => {
      const claim = measured({ better: undefined });
      expect(evaluate(claim, runs)).toMatchObject({ verdict: 'not supported', difference: -0.25 });
    });

    it('compares it with a number', () => {
      const verdict = evaluate(measured({ reference: { value: 0.375 } }), runs);
      expect(verdict).toMatchObject({ verdict: 'supported', difference: 0.125, pairs: 3 });
      expect(verdict.reason).toContain('is 12.5 points above 37.5 %');
    });

    it('leaves out a pair of which a completed run lacks it: absent is not diverged', () => {
      const some = [
        ...runs,
        ...[side('ds', undefined, 4), side('dense', 0.25, 4)],
        ...[side('ds', 0.5, 5), side('dense', undefined, 5)],
      ];
      const verdict = evaluate(measured({}), some);
      expect(verdict).toMatchObject({ verdict: 'supported', pairs: 3 });
      expect(verdict.leftOut).toEqual([{ reason: 'not measured', count: 2, names: ['lstm on digits'] }]);
      expect(verdict.reason).not.toContain('diverged');
    });

    it('is not tested where no pair has it', () => {
      const none = [1, 2, 3].flatMap((seed) => [side('ds', undefined, seed), side('dense', 0.25, seed)]);
      expect(evaluate(measured({}), none)).toMatchObject({
        verdict: 'not tested',
        reason: 'No pair is left: not measured: 3 (lstm on digits).',
      });
      expect(evaluate(measured({ reference: { value: 0.1 } }), none).verdict).toBe('not tested');
    });

    it('counts a run that diverged, and so lacks it, against the claim', () => {
      const lost: Observation = { ...side('ds', undefined, 4), status: 'diverged', score: null };
      expect(evaluate(measured({}), [lost, side('dense', 0.25, 4), ...runs]).verdict).toBe('not supported');
    });

    it('takes the mean of rates', () => {
      const rates = [0, 0, 0, 0, 0, 0, 0, 1].flatMap((failed, i) => [
        side('ds', failed, i + 1),
        side('dense', 0, i + 1),
      ]);
      expect(evaluate(measured({}), rates).difference).toBe(1 / 8);
    });
  });
});
