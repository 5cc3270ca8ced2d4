import { readFileSync } from 'node:fs';
import { format } from 'prettier';
import { expect, test } from 'vitest';
import { toyReport } from '../test/toy-report.ts';
import { performanceTables, withTables } from './performance-tables.ts';
import { benchReport } from './report.ts';
import { benchCases } from './cases/registry.ts';

const docs = (name: string): string =>
  readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');
const committed = benchReport.parse(JSON.parse(docs('performance.json')));

test('the committed page holds the tables of the committed measurement', () => {
  const page = docs('performance.md');
  expect(withTables(page, committed)).toBe(page);
});

test('the committed measurement has every case; strategies may be left out, but only all of them', () => {
  const ids = committed.cases.map(({ id }) => id);
  const others = benchCases.filter(({ kind }) => kind !== 'strategy');
  const expected = ids.some((id) => id.startsWith('strategies-')) ? benchCases : others;
  expect(ids).toEqual(expected.map(({ id }) => id));
});

test('tables are formatted as the formatter would', async () => {
  const tables = performanceTables(toyReport);
  expect(await format(tables, { parser: 'markdown', printWidth: 120, proseWrap: 'preserve' })).toBe(tables);
});

test('the machine, the versions and the core come first, then a section a table', () => {
  expect(performanceTables(toyReport).split('\n').slice(0, 8)).toEqual([
    '2030-01-02: Toy 3000, 4 cores, 8 GiB, linux x64; Node 20.19.0, vectors of 128 bits; peers torch 9.1, onnxruntime 8.2; all on core 3.',
    '',
    '### Kernels',
    '',
    '| case            |   ms | GFLOP/s | share of peak |',
    '| --------------- | ---: | ------: | ------------: |',
    '| peak            | 2.00 |    40.0 |             – |',
    '| gemm-64x156x512 | 0.25 |    30.0 |          75 % |',
  ]);
});

test('what stands around the markers stays', () => {
  const page = 'before\n\n<!-- bench:start -->\n\nold\n\n<!-- bench:end -->\nafter\n';
  const renewed = withTables(page, toyReport);
  expect(renewed.startsWith('before\n\n<!-- bench:start -->\n\n2030-01-02: Toy')).toBe(true);
  expect(renewed.endsWith('\n\n<!-- bench:end -->\nafter\n')).toBe(true);
  expect(renewed).not.toContain('old');
  expect(withTables(renewed, toyReport)).toBe(renewed);
});

test('a page without markers is refused, with what to do', () => {
  expect(() => withTables('# Performance\n', toyReport)).toThrow(/<!-- bench:start --> and .* put them/);
});
