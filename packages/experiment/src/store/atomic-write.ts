/** Writes a file of the store so that a reader sees the old text or the new one, never a part, even after a crash. */
import { writeWhole } from '@dsrnn/portable/write-whole';
import { StoreError } from './store-error.ts';

/** Writes the file and flushes it to the disk; makes the folder. Throws StoreError when the folder cannot be written. */
export function atomicWrite(file: string, content: string | Uint8Array): void {
  try {
    writeWhole(file, content, true);
  } catch (cause) {
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
