/** Sweeps and their store, apart from what is drawn of them. */
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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

test('run computes what is missing, once, and says so', async () => {
  const toy = openToy();
  const part = await toy.dsrnn('run toy --seed-count 1');
  expect(part.code).toBe(0);
  expect(part.out).toMatch(/^toy \(quick\): 2 computed, 0 stored before/);
  expect(part.err).toMatch(/\[\d\/2\] completed {2}tiny ds 0\.9 copy short #1 {2}score 0\.881/);
  const rest = await toy.dsrnn('run toy --json');
  expect(JSON.parse(rest.out)).toEqual([
    {
      ...{ experiment: 'toy', profile: 'quick', runs: 6, done: 4, diverged: 0, skipped: 2 },
      ...{ probed: 0, failed: 0, interrupted: 0, inFlight: 0, notBegun: 0, lost: 0, failures: [], left: [] },
    },
  ]);
  expect(rest.err).toBe('');
  const status = await toy.dsrnn('status --json');
  expect(JSON.parse(status.out)).toMatchObject([{ experiment: 'toy', runs: 6, own: 6, missing: 0 }]);
});

test('the record of a grid lists keys and digests, and is the same however the runs came about', async () => {
  const toy = openToy();
  const read = (): string => readFileSync(join(toy.root, 'build/toy/quick/grid.json'), 'utf8');
  await toy.dsrnn('run toy --seed-count 1');
  const partial = JSON.parse(read()) as { runs: { key: string; digests: object | null }[] };
  expect(partial.runs.filter(({ digests }) => digests === null)).toHaveLength(4);
  await toy.dsrnn('run toy');
  const whole = read();
  await toy.dsrnn('run toy');
  expect(read()).toBe(whole);
  expect(whole).not.toContain('null');
});

test('a failed run gives exit code 1, the others are kept, and the error can be looked up', async () => {
  const toy = openToy(experiment.replace('[1, 2, 3]', '[1, 13]'));
  const { code, out } = await toy.dsrnn('run toy --only method=ds');
  expect(code).toBe(1);
  expect(out).toContain('1 computed, 0 stored before, 1 failed');
  expect(out).toContain('failed  tiny ds 0.9 copy short #13  RangeError: seed 13 is unlucky');
  const key = /dsrnn runs show ([0-9a-f]{12})/.exec(out)?.[1];
  const shown = await toy.dsrnn(`runs show ${key ?? ''}`);
  expect(JSON.parse(shown.out)).toMatchObject({ result: null, failure: { error: { name: 'RangeError' } } });
  expect((await toy.dsrnn('status')).out).toContain('failed  tiny ds 0.9 copy short #13  RangeError');
});

test('an interruption keeps what is finished and gives exit code 130', async () => {
  const toy = openToy(experiment.replace('[1, 2, 3]', '[1, 14]'));
  const call = toy.dsrnn('run toy --only method=ds --workers 2');
  const runs = join(toy.root, 'runs');
  const finished = (): boolean =>
    existsSync(runs) && readdirSync(runs).some((key) => existsSync(join(runs, key, 'result.json')));
  while (!finished()) await sleep(50);
  process.emit('SIGINT');
  const { code, out } = await call;
  expect(code).toBe(130);
  expect(out).toContain('1 computed, 0 stored before, 1 interrupted');
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
  expect(await main(['-C', toy.root, 'status'], host)).toBe(6);
  expect(await main([`-C${toy.root}`, 'status'], host)).toBe(6);
  expect(await main([`-C=${toy.root}`, 'status'], host)).toBe(6);
  expect(await main(['status', `-C${toy.root}`], host)).toBe(2);
  expect(out).toMatch(/toy \(quick\) 6\b/);
  expect(await main(['-C', toy.root.slice(1), '-C', 'experiments', 'status'], host)).toBe(6);
  expect(await main(['-C', 'nowhere-at-all', 'status'], host)).toBe(2);
  expect(await main(['status', '-C', toy.root], host)).toBe(2);
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
