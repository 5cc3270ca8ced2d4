import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A new empty folder for all tests of a file, removed after the last. Call it at the top of the file. */
export async function sharedFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dsrnn-datasets-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
