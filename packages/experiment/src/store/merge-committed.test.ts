import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { toyResult, toySpec, toyTiming } from '../../test/toy-registries.ts';
import { writeCommitted } from './committed-runs.ts';
import { mergeCommitted } from './merge-committed.ts';
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
  const merged = mergeCommitted(files([shared, other], [shared]));
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
  const read = (): unknown => mergeCommitted([first, second]);
  expect(read).toThrow(StoreError);
  expect(read).toThrow(`${second}: run ${probed.key} and run ${shared.key} in ${first} are one training`);
  const agreeing = toyResult({ ...toySpec, probes: [{ kind: 'masks', examples: 10 }] });
  expect(mergeCommitted(files([shared], [agreeing])).size).toBe(2);
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
