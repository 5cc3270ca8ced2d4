/** What is not done, shared, held, lost or removed is said, and the exit code shows it. */
import { expect, test } from 'vitest';
import { openToy } from './open-toy.ts';
import { experiment } from './toy-workspace.ts';

test('two labels with the same settings are computed once and shown both', async () => {
  const toy = openToy(experiment.replace('[dense, ds]', '[dense, ds, { label: ds-again, kind: ds }]'));
  const run = await toy.dsrnn('run toy --seed-count 2');
  expect(run.out).toMatch(/^toy \(quick\): 4 computed, 0 stored before/);
  expect(run.err).toContain('tiny ds = ds-again 0.9 copy short #1');
  const { out, err } = await toy.dsrnn('table toy --seed-count 2');
  expect(err).not.toContain('no result');
  expect(out).toMatch(/\| ds +\|/);
  expect(out).toMatch(/\| ds-again +\|/);
  const status = await toy.dsrnn('status --json');
  expect(JSON.parse(status.out)).toMatchObject([{ runs: 6, own: 4, missing: 2 }]);
  expect(status.code).toBe(6);
  expect(status.err).toContain('2 runs have no result: toy (quick) 2; `dsrnn run');
});

test('what needs runs that have no result names them as status does, and exits with 6 as it does', async () => {
  const toy = openToy();
  await toy.dsrnn('run toy --seed-count 2');
  const sentence = '2 runs have no result: toy (quick) 2; `dsrnn run toy --profile quick` computes them\n';
  const status = await toy.dsrnn('status');
  expect([status.code, status.err]).toEqual([6, `\nnot done (1):\n  ${sentence}`]);
  const written = await toy.dsrnn('results write toy');
  expect([written.code, written.err]).toEqual([6, `error (incomplete): ${sentence}`]);
});

test('a comparison of one side alone says what is missing', async () => {
  const toy = openToy(experiment.replace('tables: [scores]', 'tables: [scores, comparison]'));
  await toy.dsrnn('run toy');
  const { code, out, err } = await toy.dsrnn('table toy --only method=dense');
  expect(code).toBe(6);
  expect(err).toContain(
    'table comparison: the runs that were asked for are of dense alone; ask for another method',
  );
  expect(out).toContain('the runs that were asked for are of dense alone');
  expect((await toy.dsrnn('table toy --only method=ds')).err).toContain(
    'of ds alone; ask for another method',
  );
  expect((await toy.dsrnn('table toy')).code).toBe(0);
});
