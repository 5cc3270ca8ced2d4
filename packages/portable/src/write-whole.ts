/** Writes a file so that a reader sees the old content or the new one, never a part. */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { makeFolder } from './make-folder.ts';

let count = 0;

/**
 * Writes `.<name>.<host>.<pid>.<n>.tmp` in the same folder and renames it; makes the folder. The name is hidden, so that
 * whoever looks through the folder takes it for none of its files, and nobody else's. With `flush` what is renamed is on the
 * disk, even after a crash. Throws the system's error, and leaves nothing behind then.
 */
export function writeWhole(file: string, content: string | Uint8Array, flush = false): void {
  count += 1;
  const own = `.${basename(file)}.${hostname()}.${String(process.pid)}.${String(count)}.tmp`;
  const temporary = join(dirname(file), own);
  try {
    makeFolder(dirname(file));
    writeFileSync(temporary, content, { flush });
    renameSync(temporary, file);
  } catch (error) {
    removeQuietly(temporary);
    throw error;
  }
}

function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // The first error is the one to report.
  }
}
