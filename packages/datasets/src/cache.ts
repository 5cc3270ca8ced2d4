/**
 * The cache: files named by content, checked against their pinned SHA-256 at each read, written whole or not at all.
 *
 * A write goes to `<file>.tmp-<pid>-<n>` in the same folder and is renamed at the end. Processes that fill the same
 * cache at once therefore do the work twice, but each sees either no file or the whole one. A corrupt file is neither
 * used nor replaced: the caller is told, and decides.
 */
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { makeFolder } from '@dsrnn/portable/make-folder';
import type { DataAccess } from './data-access.ts';
import { DatasetError } from './errors.ts';
import { sha256 } from './sha256.ts';

let temporaryCount = 0;

/**
 * Path of a cached file: `<cacheDir>/<source>/<name>.<first 12 digits of its SHA-256>`.
 * Throws DatasetError if the cache folder is not an absolute path.
 */
export function cachePath(access: DataAccess, sourceId: string, name: string, digest: string): string {
  if (!isAbsolute(access.cacheDir)) {
    throw new DatasetError(access.cacheDir, 'the cache folder must be an absolute path; resolve it first');
  }
  return join(access.cacheDir, sourceId, `${name}.${digest.slice(0, 12)}`);
}

/** A name beside `file` that no other process and no other call of this process uses. */
export function temporaryPath(file: string): string {
  temporaryCount += 1;
  return `${file}.tmp-${process.pid}-${temporaryCount}`;
}

/** What lies at a cached file's path. `actual` is the SHA-256 found. */
export type CachedFile =
  | { readonly state: 'absent' }
  | { readonly state: 'verified'; readonly content: Buffer; readonly actual: string }
  | { readonly state: 'corrupt'; readonly bytes: number; readonly actual: string };

/** Reads and hashes a cached file. Throws DatasetError only if a file that is there cannot be read. */
export async function inspectCached(file: string, digest: string): Promise<CachedFile> {
  let content: Buffer;
  try {
    content = await readFile(file);
  } catch (cause) {
    if (hasCode(cause, 'ENOENT') || hasCode(cause, 'ENOTDIR')) return { state: 'absent' };
    throw new DatasetError(file, `cannot read this cached file (${describe(cause)}); check its permissions`, {
      cause,
    });
  }
  const actual = sha256(content);
  return actual === digest
    ? { state: 'verified', content, actual }
    : { state: 'corrupt', bytes: content.length, actual };
}

/**
 * The bytes of a cached file, or undefined if there is none.
 * Throws DatasetError, which ends with `remedy`, if the file's SHA-256 is not `digest`.
 */
export async function readCached(file: string, digest: string, remedy: string): Promise<Buffer | undefined> {
  const found = await inspectCached(file, digest);
  if (found.state === 'absent') return undefined;
  if (found.state === 'verified') return found.content;
  const { bytes, actual } = found;
  throw new DatasetError(
    file,
    `corrupt cached file: ${bytes} bytes with SHA-256 ${actual}, expected ${digest}; ${remedy}`,
  );
}

/** Writes a cached file atomically, replacing one of that name. Throws DatasetError if the folder is not writable. */
export async function writeCached(file: string, content: Uint8Array): Promise<void> {
  const temporary = temporaryPath(file);
  try {
    makeFolder(dirname(file));
    await writeFile(temporary, content);
    await rename(temporary, file);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw unwritable(file, cause);
  }
}

/** The error of a cache that refuses a write. */
export function unwritable(file: string, cause: unknown): DatasetError {
  return new DatasetError(
    file,
    `cannot write to the cache (${describe(cause)}); free space there, or choose a cache folder you may write to`,
    { cause },
  );
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
