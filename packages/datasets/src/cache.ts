/**
 * The cache: files named by content, checked against their pinned SHA-256 at each read, written whole or not at all.
 *
 * A write, or a download, goes to a file of its own in the same folder and is renamed at the end. Processes that fill the same
 * cache at once therefore do the work twice, but each sees either no file or the whole one. A corrupt file is neither
 * used nor replaced: the caller is told, and decides.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { writeWhole } from '@dsrnn/portable/write-whole';
import type { DataAccess } from './data-access.ts';
import { DatasetError, reasonOf } from './errors.ts';
import { sha256 } from './sha256.ts';

/** Bytes of a file that are in memory at once while it is hashed. */
const HASHED_AT_ONCE = 1 << 20;

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

/** What lies at a cached file's path. `bytes` is its size, `actual` the SHA-256 found. */
export type CachedFile =
  | { readonly state: 'absent' }
  | { readonly state: 'verified' | 'corrupt'; readonly bytes: number; readonly actual: string };

/** Hashes a cached file of any size without holding it. Throws DatasetError only if one that is there cannot be read. */
export async function inspectCached(file: string, digest: string): Promise<CachedFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: HASHED_AT_ONCE })) {
      const part = chunk as Buffer;
      hash.update(part);
      bytes += part.length;
    }
  } catch (cause) {
    return absent(file, cause);
  }
  const actual = hash.digest('hex');
  return { state: actual === digest ? 'verified' : 'corrupt', bytes, actual };
}

/**
 * Whether there is a cached file, for those that are read in pieces.
 * Throws DatasetError, which ends with `remedy`, if the file's SHA-256 is not `digest`.
 */
export async function hasCached(file: string, digest: string, remedy: string): Promise<boolean> {
  const found = await inspectCached(file, digest);
  if (found.state === 'corrupt') throw corrupt(file, found.bytes, found.actual, digest, remedy);
  return found.state === 'verified';
}

/**
 * The bytes of a cached file of less than 2 GiB, or undefined if there is none.
 * Throws DatasetError, which ends with `remedy`, if the file's SHA-256 is not `digest`.
 */
export async function readCached(file: string, digest: string, remedy: string): Promise<Buffer | undefined> {
  const content = await readIfPresent(file);
  if (content === undefined) return undefined;
  const actual = sha256(content);
  if (actual !== digest) throw corrupt(file, content.length, actual, digest, remedy);
  return content;
}

/** The bytes of a file, not checked, or undefined if there is none. Throws DatasetError if it cannot be read. */
export async function readIfPresent(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (cause) {
    absent(file, cause);
    return undefined;
  }
}

/** Writes a cached file atomically, replacing one of that name. Throws DatasetError if the folder is not writable. */
export function writeCached(file: string, content: Uint8Array): void {
  try {
    writeWhole(file, content);
  } catch (cause) {
    throw unwritable(file, cause);
  }
}

/** Makes a whole file at a `temporaryPath` the cached one, atomically. Throws DatasetError if it cannot be renamed. */
export async function adoptCached(temporary: string, file: string): Promise<void> {
  try {
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
    `cannot write to the cache (${reasonOf(cause)}); free space there, or choose a cache folder you may write to`,
    { cause },
  );
}

function corrupt(file: string, bytes: number, actual: string, digest: string, remedy: string): DatasetError {
  return new DatasetError(
    file,
    `corrupt cached file: ${bytes} bytes with SHA-256 ${actual}, expected ${digest}; ${remedy}`,
  );
}

/** Throws DatasetError unless a read failed because there is no such file. */
function absent(file: string, cause: unknown): { readonly state: 'absent' } {
  if (hasCode(cause, 'ENOENT') || hasCode(cause, 'ENOTDIR')) return { state: 'absent' };
  throw new DatasetError(file, `cannot read this cached file (${reasonOf(cause)}); check its permissions`, {
    cause,
  });
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
