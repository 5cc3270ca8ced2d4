import type { GradientPair } from '@dsrnn/records';
import { expect, it } from 'vitest';
import { madeContext, observation } from '../../test/made-observations.ts';
import { AnalysisError } from '../errors.ts';
import { interferencePairs } from '../summary/interference-pairs.ts';
import { interferenceBound } from './interference-bound.ts';

const pair = (cosine: number, bound: number): GradientPair => ({ a: 0, b: 1, cosine, bound, overlap: 0.5 });
const probed = (seed: number, sparsity: number, ...examples: GradientPair[]) =>
  observation({
    seed,
    sparsity,
    details: { interference: { groups: [{ group: 'wh', examples, classes: [] }] } },
  });
const runs = [
  probed(2, 0.9, pair(0.9, 1)),
  probed(1, 0.9, pair(-0.25, 0.5), pair(0.125, 0.125)),
  probed(1, 0.5, pair(0.1, 0.2)),
];

it('takes the first seed of the largest sparsity', () => {
  expect(interferencePairs(runs)).toEqual([
    { method: 'ds', group: 'wh', sparsity: 0.9, pairs: [pair(-0.25, 0.5), pair(0.125, 0.125)] },
  ]);
});

it('draws the absolute cosine against the bound, and counts what lies above', () => {
  const json = JSON.stringify(interferenceBound(runs, madeContext(runs)));
  expect(json).toContain('[{"bound":0.5,"measured":0.25},{"bound":0.125,"measured":0.125}]');
  expect(json).toContain('2 pairs\\n0 above');
  const broken = [probed(1, 0.9, pair(-0.75, 0.5), pair(0.1, 0.5))];
  expect(JSON.stringify(interferenceBound(broken, madeContext(broken)))).toContain('above it: 1 of 2');
});

it('thins many pairs, but never one that is above the line', () => {
  const many = [probed(1, 0.9, ...Array.from({ length: 999 }, (_, i) => pair(i === 1 ? 0.75 : 0.25, 0.5)))];
  const json = JSON.stringify(interferenceBound(many, madeContext(many)));
  expect(json.match(/"measured":0\.(2|7)5/g)).toHaveLength(401);
  expect(json).toContain('999 pairs\\n1 above');
  expect(json).toContain('"measured":0.75');
});

it('tells a malformed record from a missing probe', () => {
  const bad = [observation({ details: { interference: { groups: 'none' } } })];
  expect(() => interferenceBound(bad, madeContext(bad))).toThrow(/run lstm\/ds\/digits\/0.9\/1: .*malformed/);
  const none = [observation()];
  expect(() => interferenceBound(none, madeContext(none))).toThrow(AnalysisError);
  expect(() => interferenceBound(none, madeContext(none))).toThrow(/probes: \[interference\]/);
});
