/**
 * Finding the files of a source, in this order: verified cache, then the source's origins as listed (this
 * package, npm package, Debian package, download if allowed). What an origin yields is checked and cached. Nothing is
 * ever substituted.
 */
import { readFile, rm, stat } from 'node:fs/promises';
import {
  adoptCached,
  cachePath,
  hasCached,
  inspectCached,
  readCached,
  temporaryPath,
  writeCached,
} from '../cache.ts';
import type { DataAccess } from '../data-access.ts';
import { DatasetError } from '../errors.ts';
import { sha256 } from '../sha256.ts';
import type { Source, SourceFile } from './source.ts';

/**
 * Where a source stands on this machine. `embedded`: part of this package. `unavailable`: no origin has it, and there is
 * nothing to download.
 */
export type SourceState =
  'cached' | 'embedded' | 'available from npm' | 'available from Debian' | 'needs download' | 'unavailable';

/** State of one cached file. `actual` is its SHA-256 if it exists. */
export interface FileReport {
  readonly file: string;
  readonly state: 'verified' | 'absent' | 'corrupt';
  readonly expected: string;
  readonly actual?: string;
}

/**
 * All files of a source by name, each with the pinned content; each must be smaller than 2 GiB.
 * Throws DatasetError if a cached file is corrupt, an origin holds other data, or the source is nowhere to be found.
 */
export async function readSource(
  source: Source,
  access: DataAccess,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const contents = new Map<string, Uint8Array>();
  for (const file of source.files) {
    const path = cachePath(access, source.id, file.name, file.sha256);
    const cached = await readCached(path, file.sha256, remedyFor(source));
    contents.set(
      file.name,
      cached ?? (await fillCache(source, file, access, path)) ?? (await readFile(path)),
    );
  }
  return contents;
}

/** The content of a source that is one file. Throws as `readSource` does. */
export async function readOnlyFile(source: Source, access: DataAccess): Promise<Uint8Array> {
  const [content] = (await readSource(source, access)).values();
  return content!;
}

/**
 * Paths in the cache of all files of a source by name, each with the pinned content, whatever their size: for files
 * that are read in pieces. Throws as `readSource` does.
 */
export async function storeSource(source: Source, access: DataAccess): Promise<ReadonlyMap<string, string>> {
  const paths = new Map<string, string>();
  for (const file of source.files) {
    const path = cachePath(access, source.id, file.name, file.sha256);
    if (!(await hasCached(path, file.sha256, remedyFor(source)))) {
      await fillCache(source, file, access, path);
    }
    paths.set(file.name, path);
  }
  return paths;
}

/** Fills the cache from the origins even where it is filled, replacing each file atomically. */
export async function refillSource(source: Source, access: DataAccess): Promise<void> {
  for (const file of source.files) {
    await fillCache(source, file, access, cachePath(access, source.id, file.name, file.sha256));
  }
}

/** Where the source would be read from. Looks at names and sizes only; `reportSource` checks content. */
export async function sourceState(source: Source, access: DataAccess): Promise<SourceState> {
  const sizes = await Promise.all(
    source.files.map(async (file) => {
      const path = cachePath(access, source.id, file.name, file.sha256);
      return stat(path).then(
        (entry) => entry.size === file.bytes,
        () => false,
      );
    }),
  );
  if (sizes.every(Boolean)) return 'cached';
  for (const origin of source.origins) {
    if ((await origin.locate(access)) === undefined) continue;
    if (origin.kind === 'embedded') return 'embedded';
    if (origin.kind === 'npm') return 'available from npm';
    return origin.kind === 'debian' ? 'available from Debian' : 'needs download';
  }
  return 'unavailable';
}

/** Hashes every cached file of a source. A wrong or missing file is reported, not thrown. */
export async function reportSource(source: Source, access: DataAccess): Promise<readonly FileReport[]> {
  const reports: FileReport[] = [];
  for (const { name, sha256: expected } of source.files) {
    const file = cachePath(access, source.id, name, expected);
    const found = await inspectCached(file, expected);
    reports.push({
      file,
      state: found.state,
      expected,
      ...(found.state === 'absent' ? {} : { actual: found.actual }),
    });
  }
  return reports;
}

function remedyFor(source: Source): string {
  return `run \`dsrnn data fetch ${source.id} --force\` to replace it`;
}

/** Puts a file into the cache. Returns its content, or undefined if that never was in memory. */
async function fillCache(
  source: Source,
  file: SourceFile,
  access: DataAccess,
  path: string,
): Promise<Uint8Array | undefined> {
  for (const origin of source.origins) {
    if (origin.kind === 'download' && access.allowDownload !== true) continue;
    const place = await origin.locate(access);
    if (place === undefined) continue;
    const temporary = temporaryPath(path);
    if (origin.store !== undefined) {
      await origin.store(file, access, temporary);
      const stored = await inspectCached(temporary, file.sha256);
      if (stored.state !== 'verified') {
        await rm(temporary, { force: true });
        throw otherContent(source, file, place, stored.state === 'absent' ? 'of no file' : stored.actual);
      }
      await adoptCached(temporary, path);
      return undefined;
    }
    const content = await origin.read(file, access, temporary);
    const actual = sha256(content);
    if (actual !== file.sha256) throw otherContent(source, file, place, actual);
    writeCached(path, content);
    return content;
  }
  throw new DatasetError(path, `${source.title} is not on this machine; ${source.howToGet}`);
}

function otherContent(source: Source, file: SourceFile, place: string, actual: string): DatasetError {
  return new DatasetError(
    place,
    `${file.name} from here has SHA-256 ${actual}, expected ${file.sha256}: another version or a damaged copy; ${source.howToGet}`,
  );
}
