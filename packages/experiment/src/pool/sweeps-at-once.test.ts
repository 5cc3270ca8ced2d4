/** Several sweeps on one store. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { sweepElsewhere, until } from '../../test/elsewhere.ts';
import { makeOlder } from '../../test/lease-places.ts';
import { sweepRegistries as registries, sweepRun } from '../../test/sweep-registries.ts';
import type { GridRun } from '../grid/expand-grid.ts';
import { openRunStore, type RunStore } from '../store/run-store.ts';
import { machineFacts } from './machine-facts.ts';
import { runSweep } from './run-sweep.ts';
import type { SweepSummary } from './sweep-event.ts';

const worker = new URL('../../test/toy-worker.ts', import.meta.url);
const facts = await machineFacts('.');

let folder: string;
let store: RunStore;
let log: string;

beforeEach(() => {
  folder = temporaryFolder();
  store = openRunStore({ root: join(folder, 'runs') });
  log = join(folder, 'log');
});

const slowRun = (seed: number, milliseconds: number): GridRun =>
  sweepRun(seed, { behaviour: 'slow', milliseconds, log });

function sweepHere(runs: readonly GridRun[]): Promise<SweepSummary> {
  return runSweep(runs, store, { workers: 2, access: { cacheDir: folder }, facts, registries, worker });
}

/** Seeds by start, sorted. */
function starts(): number[] {
  if (!existsSync(log)) return [];
  const lines = readFileSync(log, 'utf8').trim().split('\n');
  return lines.map((line) => Number(line.split(' ')[0])).sort((a, b) => a - b);
}

test.each([2, 4])('%i processes that sweep one store at once compute each run once', async (processes) => {
  const seeds = Array.from({ length: 3 * processes }, (_, i) => i + 1);
  const runs = seeds.map((seed) => slowRun(seed, 500));
  const elsewhere = Array.from({ length: processes - 1 }, () => sweepElsewhere(runs, store.root));
  await until(() => starts().length > 0);
  const here = await sweepHere(runs);
  const there = await Promise.all(elsewhere.map(({ finished }) => finished));
  expect(starts()).toEqual(seeds);
  expect([here, ...there].reduce((sum, { done }) => sum + done, 0)).toBe(seeds.length);
  expect(store.keys()).toEqual(runs.map(({ key }) => key).sort());
  expect(runs.flatMap(({ key }) => store.leases(key))).toEqual([]);
});

test('a run that another process computes is left to it', async () => {
  const run = slowRun(1, 3000);
  const elsewhere = sweepElsewhere([run], store.root);
  await until(() => starts().length === 1);
  expect(await sweepHere([run])).toMatchObject({ done: 0, skipped: 0, inFlight: 1 });
  expect(await elsewhere.finished).toMatchObject({ done: 1 });
});

test('a sweep that was stopped until its lease had expired finishes its run all the same, to the same bits', async () => {
  const run = slowRun(1, 1000);
  const elsewhere = sweepElsewhere([run], store.root);
  await until(() => starts().length === 1);
  elsewhere.signal('SIGSTOP');
  makeOlder(join(store.root, run.key, 'lock'), 601);
  expect(await sweepHere([run])).toMatchObject({ done: 1 });
  const result = (): string => readFileSync(join(store.root, run.key, 'result.json'), 'utf8');
  const first = result();
  elsewhere.signal('SIGCONT');
  expect(await elsewhere.finished).toMatchObject({ done: 1, failed: 0 });
  expect(starts()).toEqual([1, 1]);
  expect(result()).toBe(first);
  expect(store.leases(run.key)).toEqual([]);
});
