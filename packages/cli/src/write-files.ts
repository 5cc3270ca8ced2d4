/** Writes a family of files into a folder: each whole or not at all, and none left over from an earlier time. */
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OutputError } from './errors.ts';

/** A file to write. */
export interface OutputFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/**
 * Writes `files`, whose names all start with `family`, and removes other files of that family: a table that is no
 * longer asked for must not stay beside the new ones. Returns the paths. Throws OutputError.
 */
export function writeFiles(folder: string, family: string, files: readonly OutputFile[]): string[] {
  try {
    mkdirSync(folder, { recursive: true });
    const names = new Set(files.map(({ name }) => name));
    for (const { name, content } of files) {
      const temporary = join(folder, `${name}.${String(process.pid)}.tmp`);
      writeFileSync(temporary, content);
      renameSync(temporary, join(folder, name));
    }
    for (const name of readdirSync(folder)) {
      if (name.startsWith(family) && !names.has(name)) rmSync(join(folder, name));
    }
    return files.map(({ name }) => join(folder, name));
  } catch (cause) {
    throw new OutputError(folder, cause);
  }
}
