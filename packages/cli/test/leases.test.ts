/** Runs that another process holds, or held until it died, as the command shows them. */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openToy } from './open-toy.ts';
import { ended, kill, sweepIn } from './toy-process.ts';
import { experiment, type ToyWorkspace } from './toy-workspace.ts';

const what = '--only method=ds,seed=1';

/** Writes a lease on the run of `what`, which has no result then, and gives its key. */
async function leased(toy: ToyWorkspace, owner: { readonly host: string; readonly pid: number }) {
  const { out } = await toy.dsrnn(`run toy ${what} --executor print --json`);
  const [{ key }] = JSON.parse(out) as [{ key: string }];
  mkdirSync(join(toy.root, 'runs', key), { recursive: true });
  return { key, path: toy.write(`runs/${key}/lock`, JSON.stringify({ ...owner, token: 'x' })) };
}

test('a run that another machine holds is named with its lease; the others are computed, and the exit code is 6', async () => {
  const toy = openToy();
  const { key, path } = await leased(toy, { host: 'elsewhere', pid: 12 });
  const { code, out } = await toy.dsrnn('run toy --only method=ds,seed=1|2');
  expect(code).toBe(6);
  expect(out).toContain('1 computed, 0 stored before, 1 left to another process');
  const named = new RegExp(`process 12 on elsewhere, last sign of life \\d+s ago, ${path}`);
  expect(out).toMatch(/^ {2}left to another process: {2}tiny ds 0\.9 copy short #1 {2}[0-9a-f]{12} {2}\(/m);
  expect(out).toMatch(named);
  expect(out).toContain('`dsrnn runs unlock <key>`');
  const json = await toy.dsrnn(`run toy ${what} --json`);
  expect(json.code).toBe(6);
  expect(JSON.parse(json.out)).toMatchObject([
    { inFlight: 1, left: [{ key, leases: [{ path, owner: { pid: 12, host: 'elsewhere' }, dead: null }] }] },
  ]);
  const status = await toy.dsrnn('status toy');
  expect(status.out).toMatch(/^leased {2}tiny ds 0\.9 copy short #1 {2}\(process 12 on elsewhere/m);
  expect(status.out).toMatch(named);
});

test('a lease that is held is removed by force only; then the run is computed', async () => {
  const toy = openToy();
  const { key, path } = await leased(toy, { host: 'elsewhere', pid: 12 });
  for (const words of [key.slice(0, 8), '--all']) {
    const refused = await toy.dsrnn(`runs unlock ${words}`);
    expect(refused.code).toBe(6);
    expect(refused.out).toMatch(/^left the lease of process 12 on elsewhere, /);
    expect(refused.err).toContain('1 lease is held, as far as can be seen; --force');
    expect(existsSync(path)).toBe(true);
  }
  const { code, out } = await toy.dsrnn(`runs unlock ${key.slice(0, 8)} --force`);
  expect(code).toBe(0);
  expect(out).toMatch(/^removed the lease of process 12 on elsewhere, /);
  expect((await toy.dsrnn(`run toy ${what}`)).code).toBe(0);
  expect((await toy.dsrnn('runs unlock --all')).out).toBe('no lease to remove\n');
});

test('a dead lease is named by status, removed by gc and unlock, and no hindrance to run', async () => {
  const toy = openToy();
  const dead = { host: hostname(), pid: 2 ** 22 + 1 };
  const { key, path } = await leased(toy, dead);
  expect((await toy.dsrnn('status toy')).out).toMatch(/^dead lease .*: its process is gone\)$/m);
  expect((await toy.dsrnn('runs gc')).out).toContain(`removed ${path} (dead-lease: its process is gone)`);
  await leased(toy, dead);
  const unlocked = await toy.dsrnn('runs unlock --all --json');
  expect(unlocked.code).toBe(0);
  expect(JSON.parse(unlocked.out)).toMatchObject({ removed: [{ path, owner: dead }], left: [] });
  await leased(toy, dead);
  toy.write(`runs/${key}/lock.takeover`, JSON.stringify({ ...dead, token: 'y' }));
  const { code, out } = await toy.dsrnn(`run toy ${what}`);
  expect(code).toBe(0);
  expect(out).toContain('1 computed');
  expect(existsSync(path)).toBe(false);
});

test('unlock says what to name', async () => {
  const toy = openToy();
  for (const words of ['', ' 3fa4 --all']) {
    const { code, err } = await toy.dsrnn(`runs unlock${words}`);
    expect(code).toBe(2);
    expect(err).toContain('runs unlock: name the key of one run, or --all');
  }
  expect((await toy.dsrnn('runs unlock 3fa4')).err).toContain('no run has a key that starts with "3fa4"');
});

test.each([
  ['begin', 0],
  ['have begun', 2000],
])('SIGTERM to all processes at once while workers %s is an interruption, no failure', async (_, wait) => {
  const toy = openToy(experiment.replace('[1, 2, 3]', '[14]')); // it never ends
  const files = (): string[] =>
    existsSync(join(toy.root, 'runs'))
      ? readdirSync(join(toy.root, 'runs'), { recursive: true }).map(String)
      : [];
  const sweep = sweepIn(toy.root);
  sweep.stderr?.resume();
  while (files().filter((file) => file.endsWith('lock')).length < 2) await sleep(20);
  await sleep(wait);
  kill(-(sweep.pid ?? 0), 'SIGTERM');
  expect(await ended(sweep)).toBe(130);
  expect(files().filter((file) => !/^[0-9a-f]{64}$/.test(file))).toEqual([]);
});
