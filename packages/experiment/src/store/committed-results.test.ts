import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { toyResult, toySpec, toyTiming } from '../../test/toy-registries.ts';
import { writeCommitted } from './committed-runs.ts';
import { CommittedResults } from './committed-results.ts';
import { openRunStore } from './run-store.ts';
import { StoreError } from './store-error.ts';

const shared = toyResult(toySpec);
const other = toyResult({ ...toySpec, seed: 2 });

function files(...contents: (typeof shared)[][]): string[] {
  const folder = temporaryFolder();
  return contents.map((results, i) => {
    const file = join(folder, `experiment-${String(i)}`, 'quick', 'runs.jsonl');
    writeCommitted(file, results);
    return file;
  });
}

test('a run that several experiments share is read once', () => {
  const merged = new CommittedResults(files([shared, other], [shared]));
  expect([...merged.keys()].sort()).toEqual([shared.key, other.key].sort());
});

test('two files that disagree on one run are refused, with both files, the run and what differs', () => {
  const [first, second] = files([other, shared], [toyResult(toySpec, 0.1)]) as [string, string];
  for (const [a, b] of [
    [first, second],
    [second, first],
  ] as const) {
    const store = openRunStore({ root: temporaryFolder(), committed: [a, b] });
    const read = (): unknown => store.get(other.key);
    expect(read).toThrow(`${b}: run ${shared.key} has `);
    expect(read).toThrow(`in ${a}`);
    expect(read).toThrow(/outcome\.score (0\.1 here, and 0\.75|0\.75 here, and 0\.1) in/);
  }
});

test('two runs of one training that disagree on it are refused, with both files and both runs', () => {
  const probed = toyResult({ ...toySpec, probes: [{ kind: 'masks', examples: 10 }] }, 0.1);
  const [first, second] = files([shared], [probed]) as [string, string];
  const read = (): unknown => new CommittedResults([first, second]).trainings();
  expect(read).toThrow(StoreError);
  expect(read).toThrow(`${second}: run ${probed.key} and run ${shared.key} in ${first} are one training`);
  const agreeing = toyResult({ ...toySpec, probes: [{ kind: 'masks', examples: 10 }] });
  expect([...new CommittedResults(files([shared], [agreeing])).keys()]).toHaveLength(2);
  expect(() => new CommittedResults(files([shared], [agreeing])).trainings()).not.toThrow();
});

test('a store tells where its own result differs from the committed one', () => {
  const [file] = files([shared, other]) as [string];
  const store = openRunStore({ root: temporaryFolder(), committed: [file] });
  store.put(other, toyTiming(other.key));
  expect(store.disagreement(other.key)).toBeUndefined();
  expect(store.disagreement(shared.key)).toBeUndefined();
  const changed = toyResult(toySpec, 0.1);
  store.put(changed, toyTiming(changed.key));
  expect(store.disagreement(shared.key)).toEqual({ path: 'score', expected: 0.75, actual: 0.1 });
});

test('a damaged record is named when it is read, and stops nothing that does not read it', () => {
  const [file] = files([shared, other]) as [string];
  const text = readFileSync(file, 'utf8');
  const lines = text.trimEnd().split('\n');
  const at = lines.findIndex((line) => line.includes(`"key":"${other.key}"`));
  lines[at] = lines[at]!.replace('"score":0.75', '"score":0.95');
  writeFileSync(file, lines.join('\n'));
  const store = openRunStore({ root: temporaryFolder(), committed: [file] });
  expect(store.get(shared.key)).toEqual(shared);
  expect(store.has(other.key)).toBe(true);
  expect(() => store.get(other.key)).toThrow(`${file}:${String(at + 1)}: digests.core: does not fit`);
  expect(() => store.put(toyResult({ ...toySpec, seed: 3 }), toyTiming(other.key))).toThrow(StoreError);
});
