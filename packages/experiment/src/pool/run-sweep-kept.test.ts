import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@dsrnn/portable/testing';
import type { RunSpec } from '@dsrnn/records';
import { beforeEach, expect, test } from 'vitest';
import { sweepRegistries as registries, sweepRun } from '../../test/sweep-registries.ts';
import type { GridRun } from '../grid/expand-grid.ts';
import { openRunStore, type RunStore } from '../store/run-store.ts';
import { machineFacts } from './machine-facts.ts';
import { runSweep, type SweepOptions } from './run-sweep.ts';
import type { SweepEvent } from './sweep-event.ts';

const facts = await machineFacts('.');

let folder: string;
let store: RunStore;
let log: string;

beforeEach(() => {
  folder = temporaryFolder();
  store = openRunStore({ root: join(folder, 'runs') });
  log = join(folder, 'log');
});

const toyRun = (seed: number, behaviour: string, probes?: RunSpec['probes']): GridRun =>
  sweepRun(seed, { behaviour, log }, probes);

function options(extra: Partial<SweepOptions> = {}): SweepOptions {
  const worker = new URL('../../test/toy-worker.ts', import.meta.url);
  return { workers: 2, access: { cacheDir: folder }, facts, registries, worker, ...extra };
}

/** Seeds of the runs that were trained, in order. */
function starts(): number[] {
  const lines = readFileSync(log, 'utf8').trim().split('\n');
  return lines.map((line) => Number(line.split(' ')[0])).sort((a, b) => a - b);
}

test('a run that only lacks a probe is computed from the kept model of another, and its own model is kept again', async () => {
  const plain = toyRun(1, 'ok');
  const looking = toyRun(1, 'ok', [{ kind: 'looking' }]);
  const watching = toyRun(1, 'ok', [{ kind: 'watching' }]);
  await runSweep([plain], store, options());
  expect(store.models.has(plain.key)).toBe(false);
  expect(await runSweep([looking], store, options())).toMatchObject({ done: 1, probed: 0 });
  expect(starts()).toEqual([1, 1]);
  rmSync(join(folder, 'runs', looking.key), { recursive: true });

  rmSync(join(folder, 'runs', plain.key), { recursive: true });
  await runSweep([plain], store, options({ keepModels: true }));
  expect(starts()).toEqual([1, 1, 1]);
  const summary = await runSweep([looking, watching], store, options({ workers: 1, keepModels: true }));
  expect(summary).toMatchObject({ done: 2, probed: 1 });
  expect(starts()).toEqual([1, 1, 1, 1]); // the one that watches
  expect(store.timing(looking.key)).toMatchObject({ trainMs: 0, probed: true });
  expect(store.timing(watching.key)?.probed).toBeUndefined();
  expect(store.get(looking.key)?.digests.core).toBe(store.get(plain.key)?.digests.core);
  expect(store.models.read(looking.key)).toEqual(store.models.read(plain.key));
});

test('a kept model that is damaged or does not fit is named, and the run trains', async () => {
  const notices: string[] = [];
  const onEvent = (event: SweepEvent): void => {
    if (event.kind === 'notice') notices.push(event.text);
  };
  const plain = [toyRun(1, 'ok'), toyRun(2, 'misfit')];
  await runSweep(plain, store, options({ keepModels: true }));
  const file = join(folder, 'runs', plain[0]!.key, 'model.safetensors');
  writeFileSync(file, 'hello');
  const probes = [{ kind: 'looking' }];
  const wanted = [toyRun(1, 'ok', probes), toyRun(2, 'misfit', probes)];
  const summary = await runSweep(wanted, store, options({ workers: 1, onEvent }));
  expect(summary).toMatchObject({ done: 2, probed: 0 });
  expect(starts()).toEqual([1, 1, 2, 2]);
  expect(notices[0]).toBe(
    `${file}: is no safetensors file, or was cut off; \`dsrnn runs gc --corrupt\` removes it, the result stays; meanwhile it is not used`,
  );
  expect(notices[1]).toMatch(
    /^the model that was kept of run [0-9a-f]{12} is a toy that does not fit; it was trained again$/,
  );
});
