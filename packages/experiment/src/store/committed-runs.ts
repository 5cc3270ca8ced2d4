/** The committed record of a profile: `results/<id>/<profile>/runs.jsonl`, one result a line, sorted by key. */
import { readFileSync } from 'node:fs';
import { canonicalJson, type Result } from '@dsrnn/records';
import { atomicWrite } from './atomic-write.ts';
import { parseResult } from './parse-record.ts';
import { OutdatedRecordError, StoreError } from './store-error.ts';

/**
 * Reads a committed record; a file that does not exist holds no results. Throws StoreError, naming `file:line`, for
 * a damaged or edited line, a key that appears twice, and keys out of order.
 */
export function readCommitted(file: string): Result[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new StoreError(file, `cannot be read (${String((cause as NodeJS.ErrnoException).code)})`, restore, {
      cause,
    });
  }
  const results: Result[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const place = `${file}:${String(i + 1)}`;
    const parsed = parseResult(line);
    if ('problem' in parsed) {
      if (parsed.outdated === true) throw new OutdatedRecordError(place, parsed.problem);
      throw new StoreError(place, parsed.problem, restore);
    }
    const previous = results.at(-1);
    if (previous?.key === parsed.record.key)
      throw new StoreError(place, 'repeats the key of the line above', restore);
    if (previous !== undefined && previous.key > parsed.record.key) {
      throw new StoreError(place, 'is out of order: lines are sorted by key', restore);
    }
    results.push(parsed.record);
  }
  return results;
}

/**
 * Writes the results, atomically, sorted by key, each as canonical JSON: the same results give the same bytes.
 * Throws StoreError for two different results of one key, and for a key that does not fit its spec.
 */
export function writeCommitted(file: string, results: readonly Result[]): void {
  const lines = new Map<string, string>();
  for (const record of [...results].sort((a, b) => (a.key < b.key ? -1 : 1))) {
    const line = canonicalJson(record);
    const other = lines.get(record.key);
    const parsed = parseResult(line);
    const problem =
      other !== undefined && other !== line
        ? `two different results have the key ${record.key}`
        : 'problem' in parsed
          ? `result ${record.key}: ${parsed.problem}`
          : undefined;
    if (problem !== undefined)
      throw new StoreError(file, problem, 'nothing was written; run the profile again');
    lines.set(record.key, line);
  }
  atomicWrite(file, [...lines.values()].map((line) => `${line}\n`).join(''));
}

const restore = 'restore the file from version control or write it again from the runs';
