/** Grids of learning rates, from the sweep to the verdict. The toy's dense model is best at 0.027, DS at 0.003. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GridRun } from '@dsrnn/experiment';
import { beforeEach, expect, test } from 'vitest';
import { openToy } from './open-toy.ts';
import { experiment, type ToyWorkspace } from './toy-workspace.ts';

const tuned = experiment.replace(
  'train: short',
  'train: short\n    tune: { learningRate: { start: [0.003], factor: 3, most: 5 } }',
);
const firstSeed = tuned.replace('most: 5 }', 'most: 5 }, seeds: 1').replace('[scores]', '[scores, tuning]');
let toy: ToyWorkspace;

beforeEach(() => {
  toy = openToy(tuned);
});

const gridRecord = (): { runs: Pick<GridRun, 'key'>[] } =>
  JSON.parse(readFileSync(join(toy.root, 'build/toy/quick/grid.json'), 'utf8')) as { runs: GridRun[] };

test('a sweep goes on round after round until no best rate lies on an edge, and says what it adds', async () => {
  const { code, out, err } = await toy.dsrnn('reproduce toy');
  expect(code).toBe(0);
  // dense: 0.003, then 0.001 and 0.009, then 0.027, then 0.081; DS: 0.003, then 0.001 and 0.009; three seeds.
  expect(err).toContain('toy: 24 computed, 0 stored before');
  expect(err).toContain('tuning adds 12 runs (short@0.001, short@0.009), where the best learning rate is');
  expect(err).toContain('tuning adds 3 runs (short@0.027)');
  expect(err).toContain('tuning adds 3 runs (short@0.081)');
  expect(`${out}${err}`).not.toContain('have no result');
  expect(gridRecord().runs).toHaveLength(24);
  const status = await toy.dsrnn('status --json');
  expect(JSON.parse(status.out)).toMatchObject([{ runs: 24, own: 24, missing: 0 }]);
  expect((await toy.dsrnn('run toy')).out).toMatch(/0 computed, 24 stored before/);
});

test('a sweep in pieces ends with the same grid, and none of it is garbage', async () => {
  toy.write('experiments/toy/experiment.yaml', tuned.replace('most: 5', 'most: 2'));
  const counts = async () => JSON.parse((await toy.dsrnn('status --json')).out) as unknown;
  await toy.dsrnn('run toy --only method=dense');
  // DS has no result yet: its grid is the start.
  expect(await counts()).toMatchObject([{ runs: 9, own: 6, missing: 3 }]);
  await toy.dsrnn('run toy --only method=ds,recipe=short@0.003');
  expect(await counts()).toMatchObject([{ runs: 12, own: 9, missing: 3 }]);
  await toy.dsrnn('runs gc --unreferenced');
  expect((await toy.dsrnn('run toy')).out).toMatch(/3 computed, 9 stored before/);
  expect(gridRecord().runs).toHaveLength(12);
});

test('the first seed tunes, the others follow at the best rate, and tables and claims have all of them', async () => {
  toy.write('experiments/toy/experiment.yaml', firstSeed);
  // dense: five rates as above, DS: three.
  const first = await toy.dsrnn('run toy --only seed=1');
  expect(first.out).toContain('toy (quick): 8 computed, 0 stored before');
  expect(first.err).toContain('tuning adds 1 run (short@0.081), where the best learning rate is');
  expect((await toy.dsrnn('table toy')).out).toContain('2 of 3 runs missing');
  const { out, err } = await toy.dsrnn('run toy');
  expect(out).toContain('toy (quick): 4 computed, 8 stored before');
  expect(err).not.toContain('tuning adds');
  expect(gridRecord().runs).toHaveLength(12);
  const { out: tables } = await toy.dsrnn('table toy');
  expect(tables).toContain('Tuned with the first seed of a place, in 2 of 2 rows');
  expect(tables).toMatch(/\| tiny +\| ds .* \(3\) /);
  expect(tables).not.toContain('missing');
  // A part that leaves out the seed that tuned has its choice all the same.
  expect((await toy.dsrnn('table toy --only seed=2')).out).toContain('short@0.027');
  expect((await toy.dsrnn('results write toy')).code).toBe(0);
  expect((await toy.dsrnn('check toy')).code).toBe(0);
  // Without a seed that follows there are runs missing, not another choice.
  const file = join(toy.root, 'results/toy/quick/runs.jsonl');
  const lines = readFileSync(file, 'utf8').split('\n');
  const followed = lines.findIndex((line) => line.includes('"seed":3'));
  writeFileSync(file, lines.filter((_, i) => i !== followed).join('\n'));
  const holed = await toy.dsrnn('check toy');
  expect(holed.out).toContain('missing from the committed results: 1');
  expect(holed.out).not.toContain('not asked for');
});

test('results are written untuned only if asked to, and checked as far as they go', async () => {
  await toy.dsrnn('run toy --only recipe=short@0.003');
  const refused = await toy.dsrnn('results write toy');
  expect(refused.code).toBe(6);
  expect(refused.err).toContain('12 runs have no result: toy (quick) 12; `dsrnn run toy --profile quick`');
  expect(refused.err).toContain('tuning goes on with them');
  expect(existsSync(join(toy.root, 'results'))).toBe(false);
  expect((await toy.dsrnn('results write toy --untuned')).code).toBe(0);
  const check = await toy.dsrnn('check toy');
  expect(check.out).toContain('not tuned to the end: 12 runs at further learning rates are not committed');
  expect(check.out).toContain('6 of 6 recomputed runs agree to the bit');
  expect(check.code).toBe(0);
  // A seed that lacks is a hole, not a matter of tuning.
  const file = join(toy.root, 'results/toy/quick/runs.jsonl');
  writeFileSync(file, readFileSync(file, 'utf8').split('\n').slice(1).join('\n'));
  const holed = await toy.dsrnn('check toy');
  expect(holed.out).toContain('missing from the committed results: 1');
  expect(holed.code).toBe(3);
});
