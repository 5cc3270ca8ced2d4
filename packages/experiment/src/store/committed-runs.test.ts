import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '@dsrnn/records';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { toyResult, toySpec } from '../../test/toy-registries.ts';
import { readCommitted, writeCommitted } from './committed-runs.ts';
import { OutdatedRecordError, StoreError } from './store-error.ts';

const results = [1, 2, 3].map((seed) => toyResult({ ...toySpec, seed }));
const sorted = [...results].sort((a, b) => (a.key < b.key ? -1 : 1));
const lines = sorted.map((one) => canonicalJson(one));

function written(text: string): string {
  const file = join(temporaryFolder(), 'runs.jsonl');
  writeFileSync(file, text);
  return file;
}

describe('committed runs', () => {
  it('are read back as written, sorted by key, each once', () => {
    const file = join(temporaryFolder(), 'results', 'toy', 'quick', 'runs.jsonl');
    writeCommitted(file, [...results, results[1]!]);
    expect(readCommitted(file)).toEqual(sorted);
  });

  it('have the same bytes whatever the order of the results', () => {
    const files = [results, [...results].reverse()].map((list) => {
      const file = written('');
      writeCommitted(file, list);
      return readFileSync(file, 'utf8');
    });
    expect(files[0]).toBe(files[1]);
    expect(files[0]).toBe(`${lines.join('\n')}\n`);
  });

  it('that do not exist are none', () => {
    expect(readCommitted(join(temporaryFolder(), 'absent.jsonl'))).toEqual([]);
  });

  it('are read with the line ends of any system', () => {
    expect(readCommitted(written(lines.join('\r\n')))).toEqual(sorted);
  });

  it.each([
    [
      'an edited line',
      [lines[0], lines[1]?.replace('"score":0.75', '"score":0.95')],
      ':2: digests.core: does not fit',
    ],
    ['a cut-off line', [lines[0], lines[1]?.slice(0, 99)], ':2: is not JSON'],
    ['a key twice', [lines[0], lines[0]], ':2: repeats the key'],
    ['lines out of order', [lines[1], lines[0]], ':2: is out of order'],
    ['another format', [lines[0]?.replace('"format":2', '"format":3')], ':1: has format 3'],
    ['an edited spec', [lines[0]?.replace('"sparsity":0.9', '"sparsity":0.8')], 'does not fit the spec'],
  ])('with %s are refused, with the line', (_, text, message) => {
    const file = written(text.join('\n'));
    expect(() => readCommitted(file)).toThrow(StoreError);
    expect(() => readCommitted(file)).toThrow(message);
    expect(() => readCommitted(file)).toThrow(file);
  });

  it('of format 1 are refused with the command that brings them into the format of today', () => {
    const file = written(lines[0]!.replace('"format":2', '"format":1'));
    expect(() => readCommitted(file)).toThrow(OutdatedRecordError);
    expect(() => readCommitted(file)).toThrow(/:1: has format 1, .*; `npm run runs:migrate` brings/);
  });

  it('are not written when two results of one key differ, and the old file stays', () => {
    const file = written('old');
    expect(() => writeCommitted(file, [results[0]!, toyResult({ ...toySpec, seed: 1 }, 0.1)])).toThrow(
      'two different results have the key',
    );
    expect(readFileSync(file, 'utf8')).toBe('old');
  });
});
