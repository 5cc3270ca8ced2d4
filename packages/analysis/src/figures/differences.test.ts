import { expect, it } from 'vitest';
import { madeContext, observation } from '../../test/made-observations.ts';
import { AnalysisError } from '../errors.ts';
import { buildComparisonTable } from '../tables/comparison-table.ts';
import { differences } from './differences.ts';

const seeds = [1, 2, 3];
const runs = seeds.flatMap((seed) => [
  observation({ method: 'dense', sparsity: 0, seed, score: 0.75 }),
  observation({ seed, score: 0.625 + seed / 64 }),
  observation({ method: 'rigl', seed, score: 0.5 }),
  observation({
    method: 'delta',
    seed,
    ...(seed === 1 ? { score: 0.5 } : { score: null, status: 'diverged' as const }),
  }),
  observation({ method: 'late', seed: seed + 9 }),
]);
const context = madeContext(runs, { methods: ['dense', 'rigl', 'ds', 'delta', 'late'] });
const texts = (spec: unknown): string => JSON.stringify(spec);

/** All data points with a point in points of accuracy. */
function pointsOf(spec: unknown): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  JSON.stringify(spec, (_, value: unknown) => {
    if (typeof value === 'object' && value !== null && 'point' in value && 'label' in value) {
      found.push(value);
    }
    return value;
  });
  return found;
}

it('shows the numbers of the comparison table', () => {
  const { rows } = buildComparisonTable(runs, context);
  const shown = pointsOf(differences(runs, context));
  for (const method of ['rigl', 'ds']) {
    const raw = rows.find(([, label]) => label?.text === method)?.[4]?.raw ?? [];
    const [point, low, high] = raw.map(Number);
    const drawn = shown.find(({ label }) => label === method)!;
    for (const [key, value] of Object.entries({ point, low, high })) {
      expect(drawn[key]).toBeCloseTo(100 * value!, 3);
    }
  }
});

it('has a row for every method in the order of the context, and remarks on what diverged or has no pair', () => {
  const json = texts(differences(runs, context));
  expect(json).toContain('"domain":["rigl","ds","delta","late"]');
  expect(json).toContain('"label":"delta","remark":"2 of 3 div."');
  expect(json).toContain('"label":"late","remark":"no pair"');
});

it('draws no interval of one pair', () => {
  expect(pointsOf(differences(runs, context)).find(({ label }) => label === 'delta')).toMatchObject({
    point: -25,
    low: null,
    high: null,
  });
});

it('names the sparsity in the rows only where there are several', () => {
  const more = [...runs, observation({ method: 'rigl', sparsity: 0.5, seed: 1 })];
  const json = texts(differences(more, madeContext(more)));
  expect(json).toContain('"ds, 90 %"');
  expect(json).toContain('"rigl, 50 %"');
});

it('needs a run beside the reference', () => {
  const alone = runs.filter(({ method }) => method === 'ds');
  expect(() => differences(alone, madeContext(alone))).toThrow(AnalysisError);
});
