/** A source of two tiny IDX files for the tests of resolution, with a Debian-like folder and a local web server. */
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { sha256 } from '../src/sha256.ts';
import { debianOrigin } from '../src/sources/debian-origin.ts';
import { downloadOrigin, gzipFile } from '../src/sources/download-origin.ts';
import type { Source } from '../src/sources/source.ts';

/** Two images of 2 x 3 pixels, and their labels 7 and 4, as IDX bytes written by hand. */
export const tinyFiles = {
  images: Uint8Array.from([
    0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255,
  ]),
  labels: Uint8Array.from([0, 0, 8, 1, 0, 0, 0, 2, 7, 4]),
};

const gzipped = { images: gzipSync(tinyFiles.images), labels: gzipSync(tinyFiles.labels) };

/** The source; `urls` are download bases, none by default. */
export function tinySource(urls: readonly string[] = []): Source {
  const names = ['images', 'labels'] as const;
  const origins = [debianOrigin('tiny-data', 'usr/share/tiny', names)];
  const downloads = Object.fromEntries(
    names.map((name) => [name, { bytes: gzipped[name].length, sha256: sha256(gzipped[name]) }]),
  );
  return {
    ...{ id: 'tiny', title: 'Tiny images', licence: 'none', citation: 'none', splitRule: 'none' },
    ...{ examples: 2, time: 2, features: 3, classes: 10 },
    files: names.map((name) => ({ name, bytes: tinyFiles[name].length, sha256: sha256(tinyFiles[name]) })),
    origins: urls.length === 0 ? origins : [...origins, downloadOrigin(urls, gzipFile, downloads)],
    howToGet: 'run `get-tiny`',
  };
}

/** Puts the gzip files where the Debian package would, below `root`. */
export async function installTiny(root: string, images: Uint8Array = tinyFiles.images): Promise<void> {
  const folder = join(root, 'usr/share/tiny');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'images.gz'), gzipSync(images));
  await writeFile(join(folder, 'labels.gz'), gzipped.labels);
}

/** Serves `/good/*.gz` as pinned, `/other/*.gz` with one byte changed and `/long/*.gz` with a byte too many. */
export async function serveTiny(): Promise<{ server: Server; base: string }> {
  const server = createServer((request, response) => {
    const [, folder, file] = (request.url ?? '').split('/');
    const content = Buffer.from(file === 'images.gz' ? gzipped.images : gzipped.labels);
    if (folder === 'other') content[content.length - 1]! ^= 1;
    if (folder === 'missing') response.writeHead(404).end();
    else response.end(folder === 'long' ? Buffer.concat([content, Buffer.of(0)]) : content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the test server has no port');
  return { server, base: `http://127.0.0.1:${address.port}` };
}
