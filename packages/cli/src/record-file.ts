/** Records of a profile besides its runs, one JSON file each: `times.json`, `floors.json`. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { UsageError } from './errors.ts';

/** What every such record says of itself. */
interface Belonging {
  readonly experiment: string;
  readonly profile: string;
}

/**
 * The record in the first of `folders` that has a file of this `name`, else null. Throws UsageError for a
 * file that is no such record, or one of another experiment, with what to do about it.
 */
export function readRecordFile<Record extends Belonging>(
  name: string,
  schema: z.ZodType<Record>,
  folders: readonly string[],
  { experiment, profile }: Belonging,
  remedy: string,
): Record | null {
  const file = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (file === undefined) return null;
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new UsageError(`${file}: is not JSON; ${remedy}`);
  }
  const parsed = schema.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new UsageError(
      `${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is no such record'}; ${remedy}`,
    );
  }
  if (parsed.data.experiment !== experiment || parsed.data.profile !== profile) {
    const found = `${parsed.data.experiment} (${parsed.data.profile})`;
    throw new UsageError(`${file}: belongs to ${found}: it was moved here; ${remedy}`);
  }
  return parsed.data;
}
