import type { Claim, ClaimVerdict, Observation } from '@dsrnn/records';
import { claim as claimSchema } from '@dsrnn/records';
import { describe, expect, it } from 'vitest';
import { madeContext, observation } from '../../test/made-observations.ts';
import type { Floor } from '../context.ts';
import { evaluateClaim } from './evaluate-claim.ts';

const guess = (task: string, score: number): Floor => ({
  ...{ task, label: 'majority class', score },
  guess: { standardError: 0.005 },
});
const floors = [guess('copy', 0.125), guess('digits', 0.1)];

const claimOf = (overrides: object = {}): Claim =>
  claimSchema.parse({
    ...{ id: 'toy', statement: 'DS is at least as good', kind: 'non-inferior', margin: 0.02 },
    ...{ treatment: { label: 'ds', sparsity: 0.9 }, reference: { label: 'rigl', sparsity: 0.9 } },
    ...overrides,
  });

const evaluate = (
  claim: Claim,
  runs: readonly Observation[],
  known: readonly Floor[] = floors,
): ClaimVerdict => evaluateClaim(claim, runs, madeContext(runs, { floors: known }));

/** Three seeds of both sides at one place. */
function place(ours: Partial<Observation>, theirs: Partial<Observation>): Observation[] {
  return [1, 2, 3].flatMap((seed) => [
    observation({ seed, ...ours, method: 'ds' }),
    observation({ seed, ...theirs, method: 'rigl' }),
  ]);
}

describe('two models that have not learned', () => {
  const guessing = place({ task: 'copy', score: 0 }, { task: 'copy', score: 0 });
  const learned = place({ task: 'digits', score: 0.9 }, { task: 'digits', score: 0.9 });

  it('are not compared: 0 % against 0 % where guessing has 12.5 %', () => {
    expect(evaluate(claimOf(), guessing)).toMatchObject({
      verdict: 'not tested',
      pairs: 0,
      reason: 'No pair is left: neither has learned: 3 (lstm on copy).',
    });
  });

  it('are left out beside places where one has, and named', () => {
    const verdict = evaluate(claimOf(), [...guessing, ...learned]);
    expect(verdict).toMatchObject({ verdict: 'supported', pairs: 3 });
    expect(verdict.reason).toContain('left out, neither has learned: 3 (lstm on copy)');
  });

  it('compare with one that has', () => {
    const runs = place({ task: 'copy', score: 0.12 }, { task: 'copy', score: 0.5 });
    expect(evaluate(claimOf(), runs)).toMatchObject({ verdict: 'not supported', pairs: 3 });
  });

  it('are judged by what they scored when they learned, where the claim is about a measure', () => {
    const forgetting = { label: 'ds', sparsity: 0.9, measure: 'parts.forgetting' };
    const claim = claimOf({
      ...{ kind: 'superior', margin: 0, better: 'lower', treatment: forgetting },
      reference: { ...forgetting, label: 'rigl' },
    });
    const forgot = (learning: number): Observation[] =>
      place(
        { task: 'copy', score: 0.1, measures: { 'parts.learning': learning, 'parts.forgetting': 0.2 } },
        { task: 'copy', score: 0.1, measures: { 'parts.learning': learning, 'parts.forgetting': 0.4 } },
      );
    expect(evaluate(claim, forgot(0.9)).verdict).toBe('supported');
    expect(evaluate(claim, forgot(0.1)).verdict).toBe('not tested');
  });

  it('count where the claim is about failing, or compares with a number', () => {
    const failing = guessing.map((run) => ({ ...run, measures: { failure: run.method === 'ds' ? 0 : 1 } }));
    const failure = { label: 'ds', sparsity: 0.9, measure: 'failure' };
    const claim = claimOf({
      ...{ kind: 'superior', margin: 0, better: 'lower', treatment: failure },
      reference: { ...failure, label: 'rigl' },
    });
    expect(evaluate(claim, failing).verdict).toBe('supported');
    expect(evaluate(claimOf({ reference: { value: 0.5 } }), guessing).verdict).toBe('not supported');
  });

  it('cannot be told where no score of guessing is known, which is said', () => {
    const verdict = evaluate(claimOf(), guessing, []);
    expect(verdict.verdict).toBe('supported');
    expect(verdict.reason).toContain('No score of guessing is known for copy');
  });
});

it('a predictor without recurrence that beats both sides is named, and voids nothing', () => {
  const bayes = { task: 'digits', label: 'naive Bayes', score: 0.95 };
  const { verdict, reason } = evaluate(claimOf(), place({}, {}), [...floors, bayes]);
  expect(verdict).toBe('supported');
  expect(reason).toContain(
    'Both sides are no better than a predictor without recurrence: naive Bayes on digits (95.0).',
  );
  const better = place({ score: 0.96 }, {});
  expect(evaluate(claimOf(), better, [...floors, bayes]).reason).not.toContain('without recurrence');
});

describe('a claim at equal work', () => {
  const work = (core: number, router: number) => ({
    macs: { dense: 1000, core, router, total: core + router },
  });
  const equal = place({ architecture: 'lstm', ...work(100, 120) }, { architecture: 'lstm', ...work(240, 0) });
  const unequal = place({ architecture: 's4d', ...work(100, 60) }, { architecture: 's4d', ...work(680, 0) });

  it('leaves out, by name, pairs whose measured MACs differ by more than a tenth', () => {
    const verdict = evaluate(claimOf({ equal: 'total-macs' }), [...equal, ...unequal]);
    expect(verdict).toMatchObject({ verdict: 'supported', pairs: 3 });
    expect(verdict.leftOut).toEqual([
      {
        ...{ reason: 'unequal work', count: 3 },
        names: ['rigl at 90 % on s4d (0.68 of dense against 0.16 of ds at 90 %)'],
      },
    ]);
  });

  it('counts the router, or the core alone', () => {
    expect(evaluate(claimOf({ equal: 'core-macs' }), equal).verdict).toBe('not tested');
    expect(evaluate(claimOf({ equal: 'total-macs' }), equal).pairs).toBe(3);
    expect(evaluate(claimOf(), unequal).pairs).toBe(3);
  });

  it('looks at each pair, since thresholds drift by seed', () => {
    const drifted = equal.map((run) =>
      run.method === 'rigl' && run.seed === 2 ? { ...run, task: run.task, ...work(440, 0) } : run,
    );
    const verdict = evaluate(claimOf({ equal: 'total-macs', minimumPairs: 2 }), drifted);
    expect(verdict).toMatchObject({ pairs: 2 });
    expect(verdict.reason).toContain('unequal work: 1 (rigl at 90 % on lstm (0.44 of dense against 0.22');
  });
});

it('delta networks whose state was never sent are named as silent', () => {
  const runs = place({}, { activity: { inputs: 0.2, units: 0 } });
  expect(evaluate(claimOf(), runs).reason).toContain(
    'Silent, the state was never sent: rigl at 90 % in 3 of 3 pairs (lstm on digits).',
  );
  expect(evaluate(claimOf(), place({}, { activity: { units: 0.1 } })).reason).not.toContain('Silent');
});
