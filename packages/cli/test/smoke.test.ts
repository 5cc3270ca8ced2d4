/** The whole pipeline as a user starts it: real processes, real data, real training. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { finished, RUNS, smokeWorkspace, start } from './smoke-workspace.ts';

let straight: string;
let output: string;

beforeAll(async () => {
  straight = smokeWorkspace();
  output = await finished(start(straight, 'reproduce', '--verbose'));
}, 240_000);

test('reproduce trains, prints a table and a verdict, and leaves tables, a figure and claims', () => {
  expect(output).toMatch(/\| tiny +\| ds +\| +80 % \|/);
  expect(output).toContain('not tuned: one learning rate');
  const drawn = readdirSync(join(straight, 'build/smoke/quick')).sort();
  expect(drawn).toEqual([
    'claims.json',
    'claims.md',
    'figure-score-versus-sparsity.png',
    'figure-score-versus-sparsity.svg',
    'figure-score-versus-sparsity.vl.json',
    'floors.json',
    'grid.json',
    'provenance.json',
    'table-scores.csv',
    'table-scores.md',
    'table-scores.tex',
  ]);
  const png = readFileSync(join(straight, 'build/smoke/quick/figure-score-versus-sparsity.png'));
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(png.length).toBeGreaterThan(10_000);
});

test('the trained models beat chance by far: this is learning, not noise', () => {
  const scores = readdirSync(join(straight, 'runs')).map((key) => {
    const record = JSON.parse(readFileSync(join(straight, 'runs', key, 'result.json'), 'utf8')) as {
      outcome: { score: number };
    };
    return record.outcome.score;
  });
  expect(scores).toHaveLength(RUNS);
  expect(Math.max(...scores)).toBeGreaterThan(0.4); // ten classes
});
