/** One result, from format 1 to format 2. */
import { keyOf, normalSpec, recordFormat, registries, taskForm, type RunIdentity } from '@dsrnn/experiment';
import { canonicalJson, digestOf, digestsOf, result, type Result } from '@dsrnn/records';
import { oldResult, oldTaskKey, problemOf } from './format-1.ts';

/** A result of today, and the keys that it and its task had. */
export interface Migrated {
  readonly record: Result;
  readonly oldKey: string;
  /** Keys of the floors of its task, as they were and as they are. */
  readonly floors: { readonly before: string; readonly now: string } | null;
}

/** A migrated result, or why it is none, in words. */
export type Migration = Migrated | { readonly problem: string };

/**
 * Brings the text of a result into the format of today; one that is in it stays. A record whose key or digest does not
 * verify is refused. The outcome stays as it is, bit by bit. Throws ZodError for a spec that the registries do not know.
 */
export function migrateResult(text: string): Migration {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return { problem: 'is not JSON' };
  }
  if (typeof data === 'object' && data !== null && 'format' in data && data.format === recordFormat) {
    const current = result.safeParse(data);
    return current.success
      ? { record: current.data, oldKey: current.data.key, floors: null }
      : { problem: 'is damaged' };
  }
  const parsed = oldResult.safeParse(data);
  if (!parsed.success) return { problem: `is no result of format 1: ${parsed.error.issues[0]!.message}` };
  const problem = problemOf(parsed.data);
  if (problem !== undefined) return { problem };
  const old = parsed.data;
  const identity: RunIdentity = { spec: normalSpec(old.spec, registries), data: old.data, versions: {} };
  const record = result.parse({
    format: recordFormat,
    key: keyOf(identity),
    ...identity,
    outcome: old.outcome,
    digests: digestsOf(old.outcome),
  });
  if (canonicalJson(record.outcome) !== canonicalJson((data as { readonly outcome: unknown }).outcome))
    throw new Error(`run ${old.key}: its outcome would change; this is a bug`);
  const task = taskForm(old.spec.task);
  const now = digestOf({ task, data: old.data, versions: {} });
  return { record, oldKey: old.key, floors: { before: oldTaskKey(old), now } };
}
