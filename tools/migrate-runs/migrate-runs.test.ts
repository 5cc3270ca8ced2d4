import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { provenance } from '@dsrnn/analysis';
import { openRunStore, readCommitted, registries, resolvedSpec, runKey, taskKey } from '@dsrnn/experiment';
import { canonicalJson, digestOf, type Outcome, type RunSpec } from '@dsrnn/records';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { oldKey, type OldResult } from './format-1.ts';
import { migrateWorkspace, type Folders } from './migrate-workspace.ts';

let root: string;
let folders: Folders;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'dsrnn-migrate-'));
  folders = { results: join(root, 'results'), runs: join(root, 'runs'), build: join(root, 'build') };
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const outcome: Outcome = {
  ...{ status: 'completed', metric: 'mse', score: 0.1, testLoss: 0.1, validationScore: 0.1, bestStep: 4 },
  ...{ steps: 4, divergedAt: null, units: 4, parameters: 100, activity: {}, curve: [] },
  macs: { dense: 1000, core: 100, router: 10, total: 110 },
  probes: { masks: { measures: { 'h-churn': 0.25 }, details: null } },
};

/** A spec as format 1 had it, with every field. */
function fullSpec(seed: number): RunSpec {
  return resolvedSpec({
    architecture: { kind: 'lstm', units: 4 },
    method: { kind: 'ds' },
    ...{ sparsity: 0.9, sparsityOf: 'macs', seed, backend: 'wasm', engine: 'fused' },
    task: { kind: 'adding', length: 8 },
    train: { steps: 4 },
    probes: [{ kind: 'masks' }],
  });
}

function oldRecord(seed: number, change: Partial<OldResult> = {}): OldResult {
  const spec = fullSpec(seed);
  const data = registries.dataDigests(spec.task);
  const { numerics = 2 } = change;
  const key = oldKey(spec, data, numerics);
  return { format: 1, key, numerics, data, spec, outcome, digest: digestOf(outcome), ...change };
}

function write(file: string, content: unknown): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

/** Writes a committed profile, with provenance and floors; returns its folder. */
function commit(records: readonly OldResult[]): string {
  const folder = join(folders.results, 'toy', 'quick');
  const sorted = [...records].sort((a, b) => (a.key < b.key ? -1 : 1));
  write(join(folder, 'runs.jsonl'), sorted.map((one) => `${canonicalJson(one)}\n`).join(''));
  const digested = {
    ...{ experiment: 'toy', profile: 'quick', configDigest: 'c'.repeat(64), commit: null, dirty: false },
    ...{ packages: {}, backend: 'wasm', engine: 'fused', numerics: 2, data: sorted[0]!.data },
    ...{ runs: sorted.map(({ key }) => key), command: 'dsrnn run toy' },
  };
  const environment = {
    ...{ node: 'v20', platform: 'linux', arch: 'x64', cpu: 'some', cores: 2, memoryBytes: 1 },
    ...{ startedAt: null, finishedAt: null },
  };
  write(join(folder, 'provenance.json'), { format: 1, digested, digest: digestOf(digested), environment });
  const { spec, data } = sorted[0]!;
  const floors = [{ task: 'adding', key: digestOf({ task: spec.task, data }), scores: [] }];
  write(join(folder, 'floors.json'), { format: 1, experiment: 'toy', profile: 'quick', floors });
  return folder;
}

function own(record: OldResult): string {
  const folder = join(folders.runs, record.key);
  write(join(folder, 'result.json'), record);
  write(join(folder, 'timing.json'), {
    ...{ key: record.key, startedAt: '2026-01-02T03:04:05Z', wallMs: 1, trainMs: 1, stepMs: 1, host: 'here' },
    ...{ cpu: 'some', node: 'v20', backend: 'wasm', engine: 'fused', commit: null },
  });
  return folder;
}

/** Every file below the root with its text. */
function contents(): Record<string, string> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => [
      join(parentPath, name),
      readFileSync(join(parentPath, name), 'utf8'),
    ]),
  );
}

test('committed results get the keys of today, and stay what they were bit by bit', () => {
  const folder = commit([oldRecord(1), oldRecord(2)]);
  expect(migrateWorkspace(folders)).toMatchObject({ problems: [] });
  const records = readCommitted(join(folder, 'runs.jsonl'));
  expect(records.map(({ key }) => key).sort()).toEqual([1, 2].map((seed) => runKey(fullSpec(seed))).sort());
  for (const record of records) {
    expect(record.outcome).toEqual(outcome);
    expect(record.spec.method).toEqual({ kind: 'ds' });
    expect(Object.keys(record.digests.probes)).toEqual(['masks']);
  }
  const { digested } = provenance.parse(JSON.parse(readFileSync(join(folder, 'provenance.json'), 'utf8')));
  expect(digested).toMatchObject({ versions: {}, runs: records.map(({ key }) => key) });
  const { floors } = JSON.parse(readFileSync(join(folder, 'floors.json'), 'utf8')) as {
    floors: { key: string }[];
  };
  expect(floors.map(({ key }) => key)).toEqual([taskKey(resolvedSpec(fullSpec(1)).task)]);
});

test("one's own runs move to the folders of their keys, times and failures with them", () => {
  const folder = own(oldRecord(1));
  const failed = oldRecord(2);
  const error = { name: 'Error', code: null, message: 'out of memory', stack: '' };
  write(join(folders.runs, failed.key, 'failure.json'), {
    ...{ format: 1, key: failed.key, spec: failed.spec, error, at: '2026-01-02T03:04:05Z' },
  });
  const grid = write(join(folders.build, 'toy', 'quick', 'grid.json'), {
    runs: [{ key: oldRecord(1).key, digest: 'd' }],
  });
  expect(migrateWorkspace(folders).problems).toEqual([]);
  const store = openRunStore({ root: folders.runs });
  const [key, failedKey] = [1, 2].map((seed) => runKey(fullSpec(seed))) as [string, string];
  expect(store.get(key)?.outcome).toEqual(outcome);
  expect(store.timing(key)?.host).toBe('here');
  expect(store.failure(failedKey)?.error).toEqual(error);
  expect(existsSync(folder)).toBe(false);
  expect(store.folders()).toHaveLength(2);
  expect(JSON.parse(readFileSync(grid, 'utf8'))).toEqual({ runs: [{ key }] });
});

test('a second call changes nothing, and one that was cut off is finished', () => {
  commit([oldRecord(1), oldRecord(2)]);
  const folder = own(oldRecord(1));
  const result = readFileSync(join(folder, 'result.json'), 'utf8');
  migrateWorkspace(folders);
  const done = contents();
  expect(migrateWorkspace(folders).problems).toEqual([]);
  expect(contents()).toEqual(done);
  // As if it had stopped before the old folder went.
  write(join(folder, 'result.json'), result);
  write(join(folder, 'timing.json'), {
    ...(JSON.parse(done[join(folders.runs, runKey(fullSpec(1)), 'timing.json')]!) as object),
    key: oldRecord(1).key,
  });
  migrateWorkspace(folders);
  expect(contents()).toEqual(done);
});

test.each([
  ['an edited outcome', { outcome: { ...outcome, score: 0.2 } }, 'its digest does not fit its outcome'],
  ['an edited spec', { spec: fullSpec(9) }, 'its key does not fit its spec and data'],
  ['other numbers', { numerics: 1 }, 'is of numerics 1'],
])('%s is refused by name, and nothing of it is touched', (_, change, problem) => {
  const wrong = oldRecord(3, change);
  const folder = commit([oldRecord(1), wrong]);
  const alone = own(wrong);
  const before = contents();
  const { problems } = migrateWorkspace(folders);
  expect(problems).toEqual([
    expect.stringMatching(new RegExp(`^${join(folder, 'runs.jsonl')}:[12]: run ${wrong.key}: ${problem}`)),
    expect.stringContaining(`${alone}: run ${wrong.key}: ${problem}`),
  ]);
  expect(contents()).toEqual(before);
});

test('a provenance that names other runs, or was edited, is refused', () => {
  const folder = commit([oldRecord(1)]);
  const file = join(folder, 'provenance.json');
  const sound = JSON.parse(readFileSync(file, 'utf8')) as { digested: object };
  const digested = { ...sound.digested, runs: [oldRecord(2).key] };
  write(file, { ...sound, digested });
  expect(migrateWorkspace(folders).problems).toEqual([`${file}: its digest does not fit what it digests`]);
  write(file, { ...sound, digested, digest: digestOf(digested) });
  expect(migrateWorkspace(folders).problems).toEqual([
    `${file}: names run ${oldRecord(2).key}, which runs.jsonl lacks`,
  ]);
  expect(readFileSync(join(folder, 'runs.jsonl'), 'utf8')).toContain('"format":1');
});
