/**
 * No committed run hides that it met a number that is none. Such a run ends as diverged. Where NaN is swallowed it
 * completes, and what shows is a number that is missing, or masks without the channels that they are bound to have.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { estimatorDefinition } from '@dsrnn/core';
import type { Result } from '@dsrnn/records';
import { expect, it } from 'vitest';
import { resolvedSpec } from '../spec/resolved-spec.ts';
import { CommittedResults } from './committed-results.ts';
import { readCommitted } from './committed-runs.ts';

const folder = fileURLToPath(new URL('../../../../results/', import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('runs.jsonl'),
);

/** Means over steps and batches are of float64. */
const ROUNDING = 1e-6;

/** What is wrong with the numbers of a completed run. */
function problemsOf({ outcome, spec }: Result): string[] {
  if (outcome.status !== 'completed') return [];
  const { score, testLoss, validationScore, activity, units, curve } = outcome;
  const numbers = { score, testLoss, validationScore, ...activity, ...outcome.macs };
  const points = curve.flatMap(({ trainLoss, validationLoss, validationScore }) => [
    trainLoss,
    validationLoss,
    validationScore,
  ]);
  const missing = Object.entries(numbers).filter(([, value]) => !Number.isFinite(value));
  const active = (activity['units'] ?? NaN) * units;
  const whole = active > 1 - ROUNDING && Math.abs(active - Math.round(active)) < ROUNDING;
  return [
    ...missing.map(([name, value]) => `${name} is ${String(value)}`),
    ...(points.every(Number.isFinite) ? [] : ['its curve has a number that is not finite']),
    ...(hasExactMasks(spec) && !whole ? [`${String(active)} units are active, not a whole number`] : []),
  ];
}

/** Whether every mask over units has the same number of ones. */
function hasExactMasks(spec: Result['spec']): boolean {
  const config = resolvedSpec(spec).method;
  if (!('hiddenDensity' in config)) return false;
  return !('estimator' in config) || estimatorDefinition(config.estimator.kind).openShift === undefined;
}

it.each(files)('%s has no number that is none', (file) => {
  const found = readCommitted(join(folder, file)).flatMap((result) =>
    problemsOf(result).map((problem) => `${result.key}: ${problem}`),
  );
  expect(found).toEqual([]);
});

it('would find a run whose router broke down, or whose loss is missing', () => {
  const results = readCommitted(join(folder, 'sparsity/quick/runs.jsonl'));
  const sound = results.find(({ spec }) => spec.method.kind === 'ds') as Result;
  const { outcome } = sound;
  const edited = (changes: Partial<Result['outcome']>): string[] =>
    problemsOf({ ...sound, outcome: { ...outcome, ...changes } });
  expect(problemsOf(sound)).toEqual([]);
  expect(edited({ activity: { inputs: 0, units: 0 } })).toEqual(['0 units are active, not a whole number']);
  // One batch of four without any.
  expect(edited({ activity: { ...outcome.activity, units: (0.75 * 21) / outcome.units } })).toHaveLength(1);
  expect(edited({ testLoss: null })).toEqual(['testLoss is null']);
});

it('no two committed runs of one training differ in it', () => {
  const committed = new CommittedResults(files.map((file) => join(folder, file)));
  expect(() => committed.trainings()).not.toThrow();
});
