import type { Claim } from '@dsrnn/records';
import { claim as claimSchema } from '@dsrnn/records';
import { expect, it } from 'vitest';
import { madeContext, observation } from '../../test/made-observations.ts';
import { pairSides } from './claim-pair.ts';
import { differenceRange } from './difference-range.ts';
import { evaluateClaim } from './evaluate-claim.ts';
import { selectSides } from './select-sides.ts';

const wh = 'interference.wh-cosine';
const values = [0.01, 0.02, 0.09];
const runs = values.flatMap((value, i) => [
  observation({ seed: i + 1, measures: { 'masks.h-dead': value, [wh]: value } }),
  observation({
    ...{ seed: i + 1, method: 'dense', sparsity: 0 },
    measures: { [wh]: 0 },
  }),
]);
const context = madeContext(runs);
const claimOf = (measure: string | undefined, reference: object, better?: 'higher' | 'lower'): Claim =>
  claimSchema.parse({
    ...{ id: 'toy', statement: 'toy', kind: 'superior', margin: 0, reference },
    treatment: { label: 'ds', sparsity: 0.9, ...(measure === undefined ? {} : { measure }) },
    ...(better === undefined ? {} : { better }),
  });
const rangeOf = (claim: Claim) => {
  const { kept } = pairSides(selectSides(claim, runs, context));
  return differenceRange(claim, kept, kept[0]!.metric, context);
};

it.each([
  [claimOf(undefined, { label: 'dense', sparsity: 0 }), [-1, 1]],
  [claimOf(undefined, { value: 0.75 }), [-0.75, 0.25]],
  [claimOf(wh, { label: 'dense', sparsity: 0, measure: wh }, 'lower'), [-2, 2]],
  [claimOf('masks.h-dead', { value: 0.25 }, 'lower'), [-0.75, 0.25]],
  [claimOf('masks.h-dead', { value: 0.25 }, 'higher'), [-0.25, 0.75]],
] as const)('%# holds every difference that values allow', (claim, range) => {
  expect(rangeOf(claim)).toEqual(range);
});

it('the interval of a share ends where no mean can lie', () => {
  const { interval, reason } = evaluateClaim(claimOf('masks.h-dead', { value: 0 }, 'higher'), runs, context);
  expect(interval![0]).toBe(0);
  expect(reason).toContain('95 % interval [0, 22.');
});
