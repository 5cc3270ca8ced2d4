import { expect, it } from 'vitest';
import { madeContext, observation } from '../../test/made-observations.ts';
import { failureRates } from './failure-rates.ts';
import { methodStyles } from './method-styles.ts';

const scores = (method: string, sparsity: number, values: readonly (number | null)[]) =>
  values.map((score, i) =>
    observation({ method, sparsity, seed: i + 1, score, status: score === null ? 'diverged' : 'completed' }),
  );
const runs = [
  ...scores('rigl', 0.9, [0.9, 0.9]),
  ...scores('ds', 0.9, [null, 0.1, 0.9, 0.9]),
  ...scores('ds', 0.5, [null, null]),
  ...scores('dense', 0, [0.9]),
];

/** All inlined rows of data that have a label. */
const rowsOf = (figure: object): Record<string, unknown>[] => {
  const rows: Record<string, unknown>[] = [];
  JSON.stringify(figure, (_, value: unknown) => {
    if (typeof value === 'object' && value !== null && 'label' in value) rows.push(value);
    return value;
  });
  return rows;
};

it('stacks collapsed runs on diverged ones, in percent, in the colour of the method', () => {
  const [ds, rigl] = methodStyles(['ds', 'rigl']).map(({ color }) => color);
  const bars = rowsOf(failureRates(runs, madeContext(runs))).filter(({ color }) => color !== undefined);
  expect(bars).toEqual([
    { label: 'ds, 50 %', low: 0, high: 100, color: ds },
    { label: 'ds, 90 %', low: 0, high: 25, color: ds },
    { label: 'ds, 90 %', low: 25, high: 50, color: ds },
  ]);
  expect(rigl).not.toBe(ds);
});

it('has the Wilson interval of all failures for every row with a run, and none for a planned one', () => {
  const figure = failureRates(runs, madeContext([...runs, ...scores('delta', 0.9, [0.9])]));
  const intervals = rowsOf(figure).filter(({ n }) => n !== undefined);
  expect(intervals.slice(0, 4)).toEqual([
    { label: 'dense', low: 0, high: 79.3451, n: 1 }, // z²/(1 + z²)
    { label: 'ds, 50 %', low: 34.238, high: 100, n: 2 }, // 2/(2 + z²)
    { label: 'ds, 90 %', low: 15.0039, high: 84.9961, n: 4 }, // ½ ± ½ z/√(4 + z²)
    { label: 'rigl', low: 0, high: 65.762, n: 2 },
  ]);
  expect(JSON.stringify(figure)).toContain('"dense","ds, 50 %","ds, 90 %","rigl","delta"');
});

it('says when collapse cannot be told', () => {
  const text = (floors: boolean): string =>
    JSON.stringify(failureRates(runs, floors ? madeContext(runs) : madeContext(runs, { floors: [] })));
  expect(text(false)).toContain('only divergence shows: digits');
  expect(text(true)).not.toContain('only divergence shows');
});
