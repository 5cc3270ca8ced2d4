/** Reads the records of runs back, with every check that tells a sound record from a damaged or edited one. */
import { result, type Result } from '@dsrnn/records';
import type { z } from 'zod';
import { checkSchema } from '../declare/check-schema.ts';
import { keyOf } from '../identity/key-of.ts';
import { formatPath } from '../declare/yaml/yaml-source.ts';

/** The format of result records that this version reads and writes. */
export const recordFormat = 2;

/** What is wrong with the text of a record. */
export interface Unreadable {
  readonly problem: string;
  /** It is of an older format, and may be sound in that. */
  readonly outdated?: boolean;
}

/** A parsed record, or what is wrong with the text. */
export type Parsed<T> = { readonly record: T } | Unreadable;

/** Parses a record of any schema from JSON text. */
export function parseRecord<T>(schema: z.ZodType<T>, text: string): Parsed<T> {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return { problem: text === '' ? 'is empty' : 'is not JSON, perhaps cut off' };
  }
  const format = typeof data === 'object' && data !== null && 'format' in data ? data.format : undefined;
  if (format !== undefined && format !== recordFormat) {
    return {
      problem: `has format ${JSON.stringify(format)}, this version reads format ${String(recordFormat)}`,
      outdated: format === 1,
    };
  }
  const checked = checkSchema(schema, data);
  if ('value' in checked) return { record: checked.value };
  return { problem: checked.issues.map(({ path, message }) => `${formatPath(path)}: ${message}`).join('; ') };
}

/** Parses a result; its digests must fit its outcome, its key its spec, data and versions, and `key` if given. */
export function parseResult(text: string, key?: string): Parsed<Result> {
  const parsed = parseRecord(result, text);
  if ('problem' in parsed) return parsed;
  const { record } = parsed;
  if (key !== undefined && record.key !== key) {
    return { problem: `is the record of run ${record.key}, not of ${key}: it was moved here` };
  }
  const expected = keyOf(record);
  if (expected === record.key) return parsed;
  return {
    problem: `the key ${record.key} does not fit the spec, data and versions, whose key is ${expected}: the record was edited`,
  };
}
