/** Writes a file so that a reader sees the old text or the new one, never a part, even after a crash. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '@dsrnn/portable/make-folder';
import { StoreError } from './store-error.ts';

let count = 0;

/**
 * Writes `<file>.<pid>.<n>.tmp` in the same folder, flushes it to the disk and renames it; makes the folder.
 * Throws StoreError when the folder cannot be written.
 */
export function atomicWrite(file: string, content: string | Uint8Array): void {
  count += 1;
  const temporary = `${file}.${String(process.pid)}.${String(count)}.tmp`;
  try {
    makeFolder(dirname(file));
    const descriptor = openSync(temporary, 'w');
    try {
      writeFileSync(descriptor, content);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, file);
  } catch (cause) {
    removeQuietly(temporary);
    throw unwritable(file, cause);
  }
}

/** The error of a place that cannot be written, with the system's reason. */
export function unwritable(file: string, cause: unknown): StoreError {
  const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  return new StoreError(
    file,
    `cannot be written (${reason})`,
    'make the folder writable, free some space, or choose another folder for the runs',
    { cause },
  );
}

function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // The first error is the one to report; `dsrnn runs gc` finds what is left over.
  }
}
