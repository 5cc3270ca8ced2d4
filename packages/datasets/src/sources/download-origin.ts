/**
 * Data behind pinned URLs: streamed to a temporary file, checked, unpacked in memory, and only then kept. What is not
 * unpacked is never held in memory, so it may be of any size.
 */
import { createHash } from 'node:crypto';
import { open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { makeFolder } from '@dsrnn/portable/make-folder';
import { unwritable } from '../cache.ts';
import { DatasetError, reasonOf } from '../errors.ts';
import type { Origin, SourceFile } from './source.ts';

/** What a URL must deliver: exact size in bytes and SHA-256 of what is transferred, before it is unpacked. */
export interface PinnedDownload {
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * How a file of a source lies on the server: its URL below a base, and how the file is made of what is transferred.
 * Without `unpack` it is what is transferred.
 */
export interface DownloadForm {
  url(base: string, name: string): string;
  unpack?(content: Buffer, url: string): Uint8Array | Promise<Uint8Array>;
}

/** A gzip file `<base>/<name>.gz`. */
export const gzipFile: DownloadForm = {
  url: (base, name) => `${base}/${name}.gz`,
  unpack: async (content) => promisify(gunzip)(content),
};

/** The file itself, `<base>/<name>`. */
export const plainFile: DownloadForm = {
  url: (base, name) => `${base}/${name}`,
};

/** Longest time that one file may take: ten minutes, and for large ones what 500 kB a second need. */
function timeoutMs({ bytes }: PinnedDownload): number {
  return Math.max(600_000, Math.ceil(bytes / 500));
}

/**
 * Files of one form below a base URL; the bases are tried in order and must serve the same bytes. `downloads` pins what is
 * transferred, by the name of the file, where that is not the file itself. Nothing larger than the pinned size is read. Throws DatasetError that names every URL and what it answered, or the
 * one whose content has the pinned SHA-256 but cannot be unpacked.
 */
export function downloadOrigin(
  bases: readonly string[],
  form: DownloadForm,
  downloads: Readonly<Record<string, PinnedDownload>> = {},
): Origin {
  const remove = (path: string): Promise<void> => rm(path, { force: true }).catch(() => undefined);

  /** Downloads a file to `temporary`; the URL that had it. */
  const transfer = async (file: SourceFile, temporary: string): Promise<string> => {
    const { name } = file;
    const pinned = form.unpack === undefined ? file : downloads[name];
    if (pinned === undefined) throw new DatasetError(name, 'no download is pinned for this file');
    const failures: string[] = [];
    try {
      makeFolder(dirname(temporary));
      for (const base of bases) {
        const url = form.url(base, name);
        const failure = await download(url, pinned, temporary);
        if (failure === undefined) return url;
        failures.push(`${url}: ${failure}`);
      }
    } catch (cause) {
      await remove(temporary);
      throw cause instanceof DatasetError ? cause : unwritable(temporary, cause);
    }
    await remove(temporary);
    const advice = 'check the network or proxy and try again, or install the data another way';
    throw new DatasetError(name, `download failed (${failures.join('; ')}); ${advice}`);
  };

  const origin: Origin = {
    kind: 'download',
    locate: async () => bases[0],
    read: async (file, _access, temporary) => {
      const url = await transfer(file, temporary);
      try {
        return await unpacked(form, await readFile(temporary), url);
      } catch (cause) {
        throw cause instanceof DatasetError ? cause : unwritable(temporary, cause);
      } finally {
        await remove(temporary);
      }
    },
  };
  if (form.unpack !== undefined) return origin;
  return {
    ...origin,
    store: async (file, _access, temporary) => {
      await transfer(file, temporary);
    },
  };
}

async function unpacked(form: DownloadForm, content: Buffer, url: string): Promise<Uint8Array> {
  try {
    return form.unpack === undefined ? content : await form.unpack(content, url);
  } catch (cause) {
    if (cause instanceof DatasetError) throw cause;
    throw new DatasetError(url, `what is served there cannot be unpacked (${reasonOf(cause)})`, { cause });
  }
}

/** Streams a URL into a file. Returns why it failed, or undefined. Throws only what the disk throws. */
async function download(url: string, pinned: PinnedDownload, path: string): Promise<string | undefined> {
  let response: Response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs(pinned)) });
  } catch (error) {
    return networkReason(error);
  }
  if (!response.ok || response.body === null) return `HTTP ${response.status} ${response.statusText}`.trim();
  const chunks = response.body[Symbol.asyncIterator]();
  const hash = createHash('sha256');
  const target = await open(path, 'w');
  let bytes = 0;
  try {
    for (;;) {
      let chunk: IteratorResult<Uint8Array>;
      try {
        chunk = await chunks.next();
      } catch (error) {
        return networkReason(error);
      }
      if (chunk.done === true) break;
      bytes += chunk.value.length;
      if (bytes > pinned.bytes) {
        await chunks.return?.();
        return `more than the expected ${pinned.bytes} bytes`;
      }
      hash.update(chunk.value);
      await target.write(chunk.value);
    }
  } finally {
    await target.close();
  }
  if (bytes !== pinned.bytes) return `${bytes} bytes, expected ${pinned.bytes}`;
  const digest = hash.digest('hex');
  return digest === pinned.sha256 ? undefined : `SHA-256 ${digest}, expected ${pinned.sha256}`;
}

function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
