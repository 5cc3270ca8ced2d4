/** The committed record of a profile: `results/<id>/<profile>/runs.jsonl`, one result a line, sorted by key. */
import { readFileSync } from 'node:fs';
import { canonicalJson, type Result } from '@dsrnn/records';
import { atomicWrite } from './atomic-write.ts';
import { parseResult } from './parse-record.ts';
import { OutdatedRecordError, StoreError } from './store-error.ts';

/** A line of a committed record. */
export interface CommittedLine {
  readonly key: string;
  readonly text: string;
  /** `file:line` */
  readonly place: string;
}

/** Where the key stands in a line as `writeCommitted` writes it: before it, data and digests alone. */
const keyOfLine = /^\{"data":\{[^{}]*\},"digests":\{[^{}]*\{[^{}]*\}\},"format":2,"key":"([0-9a-f]{64})",/;

/**
 * Lines of a committed record by their keys; what a line says is checked when it is read, by `readLine`. A file that does
 * not exist has none. Throws StoreError, naming `file:line`, for a line without a key, a key that appears twice, and keys
 * out of order.
 */
export function committedLines(file: string): CommittedLine[] {
  const lines: CommittedLine[] = [];
  for (const [i, text] of textOf(file).split('\n').entries()) {
    if (text.trim() === '') continue;
    const place = `${file}:${String(i + 1)}`;
    const key = keyOfLine.exec(text)?.[1] ?? readLine({ text, place }).key;
    const previous = lines.at(-1);
    if (previous?.key === key) throw new StoreError(place, 'repeats the key of the line above', restore);
    if (previous !== undefined && previous.key > key) {
      throw new StoreError(place, 'is out of order: lines are sorted by key', restore);
    }
    lines.push({ key, text, place });
  }
  return lines;
}

/** The result that a line holds. Throws StoreError for one that was damaged or edited. */
export function readLine({
  text,
  place,
  key,
}: Omit<CommittedLine, 'key'> & { readonly key?: string }): Result {
  const parsed = parseResult(text, key);
  if ('record' in parsed) return parsed.record;
  if (parsed.outdated === true) throw new OutdatedRecordError(place, parsed.problem);
  throw new StoreError(place, parsed.problem, restore);
}

/** Reads a committed record whole. Throws StoreError as `committedLines` and `readLine` do. */
export function readCommitted(file: string): Result[] {
  return committedLines(file).map(readLine);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return '';
    throw new StoreError(file, `cannot be read (${String(code)})`, restore, { cause });
  }
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

const restore =
  'restore the file from version control, or delete it and write it again from the runs of your store';
