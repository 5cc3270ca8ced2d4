/** What is not done, shared, held, lost or removed is said, and the exit code shows it. */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openToy } from './open-toy.ts';
import { experiment, type ToyWorkspace } from './toy-workspace.ts';

const stored = ({ root }: ToyWorkspace): string[] => {
  const runs = join(root, 'runs');
  if (!existsSync(runs)) return [];
  return readdirSync(runs).filter((key) => existsSync(join(runs, key, 'result.json')));
};

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

test('a run that another machine holds is named, and the exit code is 6', async () => {
  const toy = openToy();
  await toy.dsrnn('run toy --only method=ds,seed=1');
  const [key = ''] = stored(toy);
  rmSync(join(toy.root, 'runs', key), { recursive: true });
  mkdirSync(join(toy.root, 'runs', key));
  toy.write(`runs/${key}/lock`, JSON.stringify({ pid: 1, host: 'elsewhere', token: 'x' }));
  const { code, out } = await toy.dsrnn('run toy --only method=ds,seed=1|2');
  expect(code).toBe(6);
  expect(out).toContain('1 computed, 0 stored before, 1 left to another process');
  expect(out).toContain('  left to another process:  tiny ds 0.9 copy short #1');
});

test('a store that is removed while a sweep runs is noticed', async () => {
  const toy = openToy(experiment.replace('[1, 2, 3]', '[1, 15]'));
  const call = toy.dsrnn('run toy --only method=ds --workers 2');
  while (stored(toy).length === 0) await sleep(20);
  rmSync(join(toy.root, 'runs'), { recursive: true });
  const { code, out } = await call;
  expect(code).toBe(5);
  expect(out).toContain('1 LOST');
  expect(out).toMatch(
    /lost from .*runs, which somebody removed or emptied meanwhile: {2}tiny ds 0\.9 copy short #1/,
  );
});

test('gc keeps what an experiment could read, names what goes, and asks', async () => {
  const toy = openToy();
  await toy.dsrnn('run toy --seed-count 1 --engine reference');
  await toy.dsrnn('run toy --seed-count 1');
  toy.write(
    'elsewhere/mine/experiment.yaml',
    experiment.replace('id: toy', 'id: mine').replace('[1, 2, 3]', '[7]'),
  );
  await toy.dsrnn('run elsewhere/mine --only method=ds');
  expect(stored(toy)).toHaveLength(5);
  // The engine that is not the default, and an experiment that a record in build/ names.
  expect((await toy.dsrnn('runs gc --unreferenced --yes')).out).toBe('nothing to remove\n');

  rmSync(join(toy.root, 'build'), { recursive: true });
  const kept = await toy.dsrnn('runs gc --unreferenced --yes --keep elsewhere/mine/experiment.yaml');
  expect(kept.out).toBe('nothing to remove\n');
  const refused = await toy.dsrnn('runs gc --unreferenced');
  expect(refused.code).toBe(2);
  expect(refused.err).toMatch(
    /would remove .*\(unreferenced: .*\): lstm ds 0\.9 copy-memory #7 on wasm fused, completed/,
  );
  expect(refused.err).toContain('nothing was removed: 1 run that no experiment asks for would go; --yes');
  expect(stored(toy)).toHaveLength(5);
  expect((await toy.dsrnn('runs gc --unreferenced --yes')).out).toMatch(
    /^removed .* #7 on wasm fused, completed\n$/,
  );
  expect(stored(toy)).toHaveLength(4);
});

test('-C runs the command in another folder, and --version says the version', async () => {
  const toy = openToy();
  const { main } = await import('../src/main.ts');
  let out = '';
  const sink = { write: (text: string) => (out += text) };
  const host = { cwd: '/', env: {}, stdout: sink, stderr: sink };
  expect(await main(['-C', toy.root, 'validate'], host)).toBe(0);
  expect(await main([`-C${toy.root}`, 'validate'], host)).toBe(0);
  expect(await main([`-C=${toy.root}`, 'validate'], host)).toBe(0);
  expect(await main(['validate', `-C${toy.root}`], host)).toBe(2);
  expect(out).toContain('toy: ok');
  expect(await main(['-C', toy.root.slice(1), '-C', 'experiments', 'status'], host)).toBe(6);
  expect(await main(['-C', 'nowhere-at-all', 'validate'], host)).toBe(2);
  expect(await main(['validate', '-C', toy.root], host)).toBe(2);
  expect(out).toContain('-C: /nowhere-at-all is no folder');
  out = '';
  expect(await main(['--version'], host)).toBe(0);
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  expect(out).toBe(`dsrnn ${(manifest as { version: string }).version}, Node ${process.version}\n`);
});

test('a long remark is wrapped at the width of a terminal', async () => {
  const { Session } = await import('../src/session.ts');
  let text = '';
  const stderr = { isTTY: true, columns: 40, write: (part: string) => (text += part) };
  new Session({ cwd: '/', env: {}, stdout: stderr, stderr }).note(`  ${'word '.repeat(20)}`);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(40);
  expect(
    text
      .split('\n')
      .slice(0, -1)
      .every((line) => line.startsWith('  ')),
  ).toBe(true);
});

test('runs ls lists all runs but those whose record cannot be read, which it names', async () => {
  const toy = openToy();
  await toy.dsrnn('run toy --seed-count 2');
  const keys = readdirSync(join(toy.root, 'runs')).sort();
  const file = (i: number): string => join(toy.root, 'runs', keys[i]!, 'result.json');
  const record = JSON.parse(readFileSync(file(0), 'utf8')) as object;
  writeFileSync(file(0), JSON.stringify({ ...record, format: 1 }));
  writeFileSync(file(1), '{');
  const { code, out, err } = await toy.dsrnn('runs ls');
  expect(code).toBe(5);
  expect(keys.map((key) => out.includes(key.slice(0, 12)))).toEqual([false, false, true, true]);
  expect(err).toContain('not done (2):');
  expect(err).toMatch(new RegExp(`${keys[0]!}/result.json: has format 1, .*runs:migrate`));
  expect(err).toMatch(new RegExp(`${keys[1]!}/result.json: is not JSON`));
  const json = await toy.dsrnn('runs ls --json');
  expect([json.code, (JSON.parse(json.out) as unknown[]).length]).toEqual([5, 2]);
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
