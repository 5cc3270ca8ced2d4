import { expect, test } from 'vitest';
import { chooseSample, sampleSize, seedOfWeek } from './check-sample.ts';

const many = (method: string, count: number): { key: string; method: string }[] =>
  Array.from({ length: count }, (_, i) => ({ key: `${method}-${String(i).padStart(3, '0')}`, method }));
const candidates = [...many('ds', 60), ...many('rigl', 30), ...many('dense', 7)];
const keys = (count: number, seed: number, of = candidates): string[] =>
  chooseSample(of, count, seed).map(({ key }) => key);

test('another seed recomputes other results', () => {
  const first = new Set(keys(8, 1));
  expect(keys(8, 2).filter((key) => first.has(key))).toEqual([]);
  expect(keys(8, 1)).toEqual([...first]);
});

test.each([1, 8, 10, 96, 97])('%i at a time, seeds in a row give every result', (count) => {
  const rounds = Math.ceil(candidates.length / count);
  for (const start of [0, 1, 2960]) {
    const seen = Array.from({ length: rounds }, (_, i) => keys(count, start + i)).flat();
    expect(new Set(seen).size).toBe(candidates.length);
  }
});

test('within one sample no result comes twice, and the methods have their share', () => {
  for (let seed = 0; seed < 30; seed++) {
    const chosen = keys(10, seed);
    expect(new Set(chosen).size).toBe(10);
    const ds = chosen.filter((key) => key.startsWith('ds')).length;
    expect(ds).toBeGreaterThanOrEqual(5);
    expect(ds).toBeLessThanOrEqual(7);
  }
});

test('a sample larger than what there is takes everything once', () => {
  expect(keys(999, 5).sort()).toEqual(candidates.map(({ key }) => key).sort());
  expect(chooseSample([], 8, 3)).toEqual([]);
});

test('the order in which candidates come does not matter', () => {
  expect(keys(12, 3, [...candidates].reverse())).toEqual(keys(12, 3));
});

test('weekly checks with the seeds of their weeks get through all results in a year', () => {
  const day = (text: string): number => seedOfWeek(new Date(text));
  expect(day('2026-01-12T03:17:00Z') - day('2026-01-05T03:17:00Z')).toBe(1);
  expect(day('2027-01-04T03:17:00Z') - day('2026-01-05T03:17:00Z')).toBe(52);
  for (const committed of [1, 8, 30, 400, 401, 1600]) {
    expect(sampleSize(committed) * 52).toBeGreaterThanOrEqual(committed);
  }
});
