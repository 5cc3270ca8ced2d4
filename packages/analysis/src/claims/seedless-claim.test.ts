import type { Claim, ClaimVerdict, Observation } from '@dsrnn/records';
import { claim as claimSchema } from '@dsrnn/records';
import { expect, it } from 'vitest';
import { madeContext, observation } from '../../test/made-observations.ts';
import { withCosts } from '../summary/costs.ts';
import { evaluateClaim } from './evaluate-claim.ts';
import { shownVerdict } from './shown-verdict.ts';

const claim: Claim = claimSchema.parse({
  ...{ id: 'cheap', statement: 'DS needs less than half', kind: 'superior', margin: 0, better: 'lower' },
  ...{
    treatment: { label: 'ds', sparsity: 0.9, measure: 'cost.total-mac-share' },
    reference: { value: 0.5 },
  },
});

/** Seeds of one place with these MACs, of 1000 of the dense core. */
const place = (architecture: string, ...totals: readonly number[]): Observation[] =>
  totals.map((total, i) =>
    observation({ architecture, seed: i + 1, macs: { dense: 1000, core: total, router: 0, total } }),
  );
const evaluate = (runs: readonly Observation[]): ClaimVerdict =>
  evaluateClaim(claim, withCosts(runs), madeContext(runs));

it('counts places, not seeds, and has no interval over seeds', () => {
  const verdict = evaluate([...place('lstm', 125, 125, 125), ...place('gru', 375, 375, 375)]);
  expect(verdict).toMatchObject({ verdict: 'supported', pairs: 2, difference: 0.25, interval: null });
  expect(shownVerdict(verdict)).toBe('supported here; over places inconclusive');
  expect(verdict.reason).toMatch(
    /^cost\.total-mac-share of ds at 90 % is 25\.0 points below 50 %, mean over n = 2 places \(−37\.5 to −12\.5\), the same for every seed; over 2 places \[−50\.0, 133\.8\], without one architecture −37\.5 to −12\.5; the margin is 0 points\.$/,
  );
});

it('has no mean over one place', () => {
  expect(evaluate(place('lstm', 125, 125, 125)).reason).toBe(
    'cost.total-mac-share of ds at 90 % is 37.5 points below 50 %, n = 1 place, the same for every seed; the margin is 0 points.',
  );
});

it.each([
  [[125, 125], [375, 375], 'supported'],
  [[125, 125], [625, 625], 'inconclusive'],
  [[125, 125], [500, 500], 'inconclusive'],
  [[750, 750], [625, 625], 'not supported'],
] as const)('needs every place on one side: %j and %j is %s', (one, other, expected) => {
  expect(evaluate([...place('lstm', ...one), ...place('gru', ...other)]).verdict).toBe(expected);
});

it('stays a claim over seeds where the work depends on the seed, or one seed alone was seen', () => {
  const drifting = evaluate([...place('lstm', 100, 101, 102), ...place('gru', 375, 375, 375)]);
  expect(drifting).toMatchObject({ verdict: 'supported', pairs: 6 });
  expect(drifting.interval).not.toBeNull();
  expect(evaluate(place('lstm', 125)).verdict).toBe('inconclusive');
});
