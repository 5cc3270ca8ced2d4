/** What cannot be drawn costs itself alone, is said at the end, and shows in the exit code. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TimesRecord } from '@dsrnn/records';
import { expect, test } from 'vitest';
import { openToy } from './open-toy.ts';
import { experiment, type ToyWorkspace } from './toy-workspace.ts';

/** Two experiments: `toy`, whose dense runs diverge at seeds 21 to 23, and `zoo`, in which nothing is wrong. */
function open(): ToyWorkspace {
  const bad = experiment
    .replace('seeds: [1, 2, 3]', 'seeds: [21, 22, 23]')
    .replace('[score-versus-sparsity]', '[differences, score-versus-sparsity]')
    .replace('[scores]', '[scores, times]');
  const workspace = openToy(bad);
  workspace.write('experiments/zoo/experiment.yaml', experiment.replace('id: toy', 'id: zoo'));
  return workspace;
}

const read = ({ root }: ToyWorkspace, file: string): string => readFileSync(join(root, file), 'utf8');

test('reproduce goes on where a figure and a table cannot be made, and ends with what was not done', async () => {
  const toy = open();
  const { code, err } = await toy.dsrnn('reproduce');
  expect(code).toBe(6);
  expect(err).toContain('not done (2):');
  expect(err).toMatch(/ {2}toy \(quick\): table times: nobody measured the times/);
  expect(err).toMatch(/ {2}toy \(quick\): figure differences: no completed run.*dense/);
  expect(read(toy, 'build/toy/quick/figure-differences.svg')).toContain('not drawn');
  expect(read(toy, 'build/toy/quick/table-times.md')).toContain('nobody measured the times');
  for (const file of ['toy/quick/figure-score-versus-sparsity.svg', 'toy/quick/claims.md']) {
    expect(existsSync(join(toy.root, 'build', file)), file).toBe(true);
  }
  expect(read(toy, 'build/zoo/quick/claims.md')).toContain('| inconclusive');
});

test('figure and table exit with 6 where one of them is a reason, and with 0 where all are drawn', async () => {
  const toy = open();
  await toy.dsrnn('run toy zoo');
  expect((await toy.dsrnn('figure toy zoo')).code).toBe(6);
  expect((await toy.dsrnn('table toy')).code).toBe(6);
  expect((await toy.dsrnn('figure zoo')).code).toBe(0);
});

test('an experiment that has no result does not keep another from being drawn', async () => {
  const toy = open();
  await toy.dsrnn('run zoo');
  const { code, err } = await toy.dsrnn('table toy zoo');
  expect(code).toBe(2);
  expect(err).toContain('not done (1):\n  toy: error (usage): toy (quick): none of the 6 runs has a result');
  expect(existsSync(join(toy.root, 'build/zoo/quick/table-scores.md'))).toBe(true);
});

test('a part of the grid is drawn beside the whole, never over it', async () => {
  const toy = open();
  await toy.dsrnn('run zoo');
  for (const command of ['table', 'figure', 'claims']) await toy.dsrnn(`${command} zoo`);
  const folder = join(toy.root, 'build/zoo/quick');
  const whole = (): Record<string, string> =>
    Object.fromEntries(
      readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => [name, readFileSync(join(folder, name), 'latin1')]),
    );
  const before = whole();
  for (const command of ['table', 'figure', 'claims']) {
    await toy.dsrnn(`${command} zoo --only method=dense|ds,seed=1`);
    await toy.dsrnn(`${command} zoo --seed-count 2`);
  }
  expect(whole()).toEqual(before);
  expect(readdirSync(join(folder, 'only-method=dense+ds,seed=1'))).toContain('table-scores.md');
  expect(readdirSync(join(folder, 'only-seed-count=2'))).toContain('claims.md');
});

test('times of a part leave the times of the whole as they are, and serve only that part', async () => {
  const toy = open();
  await toy.dsrnn('run toy');
  await toy.dsrnn('time toy --rounds 1');
  const whole = read(toy, 'build/toy/quick/times.json');
  const { err } = await toy.dsrnn('time toy --only method=dense --rounds 1');
  expect(read(toy, 'build/toy/quick/times.json')).toBe(whole);
  const part = JSON.parse(read(toy, 'build/toy/quick/only-method=dense/times.json')) as TimesRecord;
  expect(part.places.map(({ method }) => method)).toEqual(['dense']);
  expect(err).toContain('wrote build/toy/quick/only-method=dense/times.json');
  expect((await toy.dsrnn('table toy')).code).toBe(0);
}, 60_000);
