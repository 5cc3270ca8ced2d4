/** Sweeps that are killed at random instants: nothing is lost or torn, and afterwards no run is blocked. */
import { spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createRng } from '@dsrnn/portable';
import { openToy } from './open-toy.ts';
import { ended, kill, sweepIn } from './toy-process.ts';
import { experiment } from './toy-workspace.ts';

const BATCHES = 4;
const KILLS = 3;
const SEED = 1;

test(`after ${String(BATCHES * KILLS)} random kills the next run computes all that is missing (seed ${String(SEED)})`, async () => {
  const seeds = Array.from({ length: 12 }, (_, i) => 100 + i);
  const toy = openToy(experiment.replace('[1, 2, 3]', JSON.stringify(seeds)));
  const runs = join(toy.root, 'runs');
  const hasResult = (key: string): boolean => existsSync(join(runs, key, 'result.json'));
  const grid = (): string => readFileSync(join(toy.root, 'build/toy/quick/grid.json'), 'utf8');
  expect((await toy.dsrnn('run toy')).code).toBe(0);
  const expected = grid();
  const rng = createRng(SEED);
  let missing = 0;
  for (let batch = 0; batch < BATCHES; batch++) {
    rmSync(runs, { recursive: true });
    for (let kill = 0; kill < KILLS; kill++) {
      // Two at once in half of the cases: what one leaves behind the other finds.
      const sweeps = Array.from({ length: 1 + rng.integer(2) }, () => sweepIn(toy.root));
      await Promise.race(sweeps.map(firstRun));
      await sleep(400 * rng.uniform());
      for (const sweep of sweeps) strike(sweep, rng.integer(4));
      await Promise.all(sweeps.map(ended));
    }
    missing += 2 * seeds.length - readdirSync(runs).filter(hasResult).length;
    const last = await toy.dsrnn('run toy');
    expect(last.code, last.out + last.err).toBe(0);
    expect(grid()).toBe(expected);
    // A lease may be left beside a result that was stored just before the kill.
    await toy.dsrnn('runs gc');
    const left = new Set(readdirSync(runs).flatMap((key) => readdirSync(join(runs, key))));
    expect([...left].sort()).toEqual(['result.json', 'timing.json']);
  }
  expect(missing).toBeGreaterThan(0); // else the kills came too late to say anything
});

/** Waits until a sweep has done a run, or has ended. */
async function firstRun(sweep: ChildProcess): Promise<void> {
  await Promise.race([once(sweep.stderr!, 'data'), ended(sweep)]);
  sweep.stderr!.resume();
}

/** Ends the command, all its processes, or its workers; a sweep whose workers died goes on by itself. */
function strike({ pid = 0 }: ChildProcess, how: number): void {
  if (how === 0) kill(pid, 'SIGKILL');
  else if (how === 1) kill(-pid, 'SIGKILL');
  else if (how === 2) kill(-pid, 'SIGTERM');
  else for (const worker of childrenOf(pid)) kill(worker, 'SIGKILL');
}

/** None where the system has no `ps`. */
function childrenOf(parent: number): number[] {
  const { stdout, error } = spawnSync('ps', ['-A', '-o', 'ppid=,pid='], { encoding: 'utf8' });
  if (error !== undefined) return [];
  const pairs = stdout.split('\n').map((line) => line.trim().split(/ +/).map(Number));
  return pairs.flatMap(([ppid, pid]) => (ppid === parent && pid !== undefined ? [pid] : []));
}
