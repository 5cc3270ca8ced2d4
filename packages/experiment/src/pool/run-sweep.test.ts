import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, test } from 'vitest';
import type { GridRun } from '../grid/expand-grid.ts';
import { sweepRegistries as registries, sweepRun } from '../../test/sweep-registries.ts';
import { sweepElsewhere, until } from '../../test/elsewhere.ts';
import { openRunStore, type RunStore } from '../store/run-store.ts';
import { StoreError } from '../store/store-error.ts';
import { machineFacts } from './machine-facts.ts';
import { ownNode } from './node-command.ts';
import { runSweep, type SweepOptions } from './run-sweep.ts';
import type { SweepEvent } from './sweep-event.ts';

const worker = new URL('../../test/toy-worker.ts', import.meta.url);
const facts = await machineFacts('.');

let folder: string;
let store: RunStore;
let log: string;

beforeEach(() => {
  folder = temporaryFolder();
  store = openRunStore({ root: join(folder, 'runs'), committed: [] });
  log = join(folder, 'log');
});

const toyRun = (seed: number, behaviour: string, extra: Record<string, unknown> = {}): GridRun =>
  sweepRun(seed, { behaviour, log, ...extra });

function options(extra: Partial<SweepOptions> = {}): SweepOptions {
  return { workers: 2, access: { cacheDir: folder }, facts, registries, worker, ...extra };
}

/** Starts by seed, one a line of the log. */
function starts(): number[] {
  if (!existsSync(log)) return [];
  return readFileSync(log, 'utf8')
    .trim()
    .split('\n')
    .map((line) => Number(line.split(' ')[0]))
    .sort((a, b) => a - b);
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A process that nobody waited for is a zombie: ended, but still listed.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${String(pid)}/status`, 'utf8'));
  } catch {
    return false;
  }
}

test('four workers leave the same results as one', async () => {
  const runs = [1, 2, 3, 4, 5].map((seed) => toyRun(seed, seed === 4 ? 'diverge' : 'ok'));
  const other = openRunStore({ root: join(folder, 'other'), committed: [] });
  const summary = await runSweep(runs, store, options({ workers: 4 }));
  await runSweep(runs, other, options({ workers: 1 }));
  expect(summary).toEqual({
    done: 4,
    probed: 0,
    diverged: 1,
    skipped: 0,
    failed: 0,
    interrupted: 0,
    inFlight: 0,
  });
  for (const { key } of runs) {
    const file = (root: string): string => readFileSync(join(folder, root, key, 'result.json'), 'utf8');
    expect(file('runs')).toBe(file('other'));
  }
  expect(store.get(runs[0]!.key)?.outcome.score).toBe(1 / 3);
  expect(store.timing(runs[0]!.key)).toMatchObject({
    trainMs: 2,
    backend: 'wasm',
    engine: 'fused',
    node: process.version,
  });
});

test('a stored run is not computed again', async () => {
  const runs = [toyRun(1, 'ok'), toyRun(2, 'ok')];
  await runSweep(runs.slice(0, 1), store, options());
  const events: SweepEvent[] = [];
  const summary = await runSweep(runs, store, options({ onEvent: (event) => events.push(event) }));
  expect(summary).toMatchObject({ done: 1, skipped: 1 });
  expect(starts()).toEqual([1, 2]);
  expect(events[0]).toMatchObject({ kind: 'skipped', reason: 'stored', run: { key: runs[0]!.key } });
  expect(events.slice(1).map(({ kind }) => kind)).toEqual(['started', 'progress', 'finished']);
});

test('a run that throws is recorded and the others go on', async () => {
  const runs = [toyRun(1, 'ok'), toyRun(2, 'throw'), toyRun(3, 'ok')];
  const summary = await runSweep(runs, store, options());
  expect(summary).toMatchObject({ done: 2, failed: 1 });
  expect(store.failure(runs[1]!.key)?.error).toMatchObject({
    name: 'RangeError',
    code: null,
    message: 'seed 2 is a toy that throws',
  });
  expect(store.get(runs[1]!.key)).toBeUndefined();
});

test('a device that is lost fails its run with the reason, and the next run gets a fresh process', async () => {
  const runs = [toyRun(1, 'ok'), toyRun(2, 'lose-device'), toyRun(3, 'ok')];
  const summary = await runSweep(runs, store, options({ workers: 1 }));
  expect(summary).toMatchObject({ done: 2, failed: 1 });
  expect(store.failure(runs[1]!.key)?.error).toMatchObject({
    name: 'BackendError',
    code: 'backend',
    message: 'the GPU of seed 2 was lost',
  });
  const processes = readFileSync(log, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(' ')[1]);
  expect(processes[1]).toBe(processes[0]);
  expect(processes[2]).not.toBe(processes[1]);
});

test('workers are told the limit of device memory', async () => {
  const runs = [toyRun(1, 'tell-limit')];
  await runSweep(runs, store, options({ deviceMemoryMb: 256 }));
  expect(store.failure(runs[0]!.key)?.error.message).toBe('limit: 256');
});

test('the device goes into the timing', async () => {
  const run = toyRun(1, 'ok');
  await runSweep([run], store, options({ facts: { ...facts, device: 'toy GPU' } }));
  expect(store.timing(run.key)).toMatchObject({ device: 'toy GPU' });
});

test('with failFast nothing starts after the first failure', async () => {
  const runs = [1, 2, 3, 4].map((seed) => toyRun(seed, seed === 2 ? 'throw' : 'ok'));
  const summary = await runSweep(runs, store, options({ workers: 1, failFast: true }));
  expect(summary).toMatchObject({ done: 1, failed: 1, interrupted: 0 });
  expect(starts()).toEqual([1, 2]);
});

test('a worker that is killed costs its run one retry, and killed again the run alone', async () => {
  const notices: string[] = [];
  const onEvent = (event: SweepEvent): void => {
    if (event.kind === 'notice') notices.push(event.text);
  };
  const runs = [toyRun(1, 'ok'), toyRun(2, 'kill'), toyRun(3, 'kill-once')];
  const summary = await runSweep(runs, store, options({ workers: 1, onEvent }));
  expect(summary).toMatchObject({ done: 2, failed: 1 });
  expect(starts()).toEqual([1, 2, 2, 3, 3]);
  expect(notices).toEqual([1, 2].map(() => 'its worker was ended by SIGKILL; it is tried once more'));
  expect(store.failure(runs[1]!.key)?.error.message).toMatch(
    /^on the second try, too, the worker process was ended by SIGKILL/,
  );
});

test('a worker module that does not load is a failure with its last words', async () => {
  const missing = new URL('../../test/no-such-worker.ts', import.meta.url);
  const run = toyRun(1, 'ok');
  const summary = await runSweep([run], store, options({ worker: missing }));
  expect(summary.failed).toBe(1);
  expect(store.failure(run.key)?.error.message).toMatch(/exit code 1[^]*no-such-worker/);
});

test('an abort ends the runs in flight, keeps what is finished and frees the locks', async () => {
  const controller = new AbortController();
  const runs = [toyRun(1, 'ok'), toyRun(2, 'hang'), toyRun(3, 'block'), toyRun(4, 'ok')];
  const sweep = runSweep(runs, store, options({ signal: controller.signal }));
  await until(() => starts().length === 3);
  controller.abort();
  const summary = await sweep;
  expect(summary).toEqual({
    done: 1,
    probed: 0,
    diverged: 0,
    skipped: 0,
    failed: 0,
    interrupted: 2,
    inFlight: 0,
  });
  expect(store.get(runs[0]!.key)).toBeDefined();
  expect(runs.slice(1).map(({ key }) => store.failure(key))).toEqual([undefined, undefined, undefined]);
  expect(store.claimRun(runs[1]!.key)).toBe(true);
  store.releaseRun(runs[1]!.key);
});

test('a damaged record ends the sweep before anything is computed', async () => {
  const runs = [toyRun(1, 'ok'), toyRun(2, 'ok')];
  await runSweep(runs.slice(1), store, options());
  writeFileSync(join(folder, 'runs', runs[1]!.key, 'result.json'), '{');
  await expect(runSweep(runs, store, options())).rejects.toMatchObject({ code: 'store' });
  expect(starts()).toEqual([2]);
});

test('a result that cannot be stored ends the sweep and leaves no lock', async () => {
  const runs = [toyRun(1, 'ok'), toyRun(2, 'hang')];
  const broken = {
    models: store.models,
    get: (key: string) => store.get(key),
    putFailure: () => undefined,
    claimRun: (key: string) => store.claimRun(key),
    releaseRun: (key: string) => store.releaseRun(key),
    put: () => {
      throw new StoreError('disk', 'is full', 'free some space');
    },
  };
  await expect(runSweep(runs, broken, options())).rejects.toThrow('disk: is full');
  expect(runs.map(({ key }) => store.claimRun(key))).toEqual([true, true]);
});

test('workers end when their parent is killed, even in the middle of a blocking computation', async () => {
  const elsewhere = sweepElsewhere([toyRun(1, 'block')], store.root);
  await until(() => starts().length === 1);
  const workerPid = Number(readFileSync(log, 'utf8').split(' ')[1]);
  expect(alive(workerPid)).toBe(true);
  elsewhere.signal('SIGKILL');
  await until(() => !alive(workerPid));
});

test('facts name this machine and, in a checkout, its commit', async () => {
  expect(facts.node).toBe(process.version);
  expect(await machineFacts(tmpdir())).toMatchObject({ commit: null });
  const here = fileURLToPath(new URL('.', import.meta.url));
  const head = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: here, encoding: 'utf8' }).trim();
  expect((await machineFacts(here)).commit?.replace('-dirty', '')).toBe(head);
});

test('workers run on the Node that is asked for, with its options', async () => {
  const errors: string[] = [];
  const onEvent = (event: SweepEvent): void => {
    if (event.kind === 'failed') errors.push(event.error.message);
  };
  const flagged = { ...ownNode, flags: ['--stack-size=900'] };
  await runSweep([toyRun(1, 'tell-options')], store, options({ onEvent, node: flagged }));
  await runSweep([toyRun(2, 'tell-options')], store, options({ onEvent }));
  const absent = { ...ownNode, file: join(folder, 'node') };
  await runSweep([toyRun(3, 'ok')], store, options({ onEvent, node: absent }));
  expect(errors).toEqual([
    expect.stringMatching(/^options: --stack-size=900 --import /),
    expect.stringMatching(/^options: --import /),
    expect.stringContaining('the worker process could not be started (spawn '),
  ]);
});
