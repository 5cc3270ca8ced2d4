/** Writes a family of files into a folder: each whole or not at all, and none left over from an earlier time. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@dsrnn/portable/make-folder';
import { writeWhole } from '@dsrnn/portable/write-whole';
import { OutputError } from './errors.ts';

/** A file to write. */
export interface OutputFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** A file of indented JSON. */
export function jsonFile(name: string, value: unknown): OutputFile {
  return { name, content: `${JSON.stringify(value, null, 2)}\n` };
}

/**
 * Writes `files` into a folder of the workspace, and removes others whose names start with `family`: a table that is
 * no longer asked for must not stay beside the new ones. `family` null removes nothing, as befits a folder of the user's.
 * Returns the paths. Throws OutputError.
 */
export function writeFiles(folder: string, family: string | null, files: readonly OutputFile[]): string[] {
  try {
    makeFolder(folder);
    const names = new Set(files.map(({ name }) => name));
    for (const { name, content } of files) writeWhole(join(folder, name), content);
    const stale = (name: string): boolean => family !== null && name.startsWith(family) && !names.has(name);
    for (const name of readdirSync(folder).filter(stale)) rmSync(join(folder, name), { force: true });
    return files.map(({ name }) => join(folder, name));
  } catch (cause) {
    throw new OutputError(folder, cause);
  }
}
