import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { DatasetError } from '../errors.ts';
import type { Origin } from './source.ts';

/** A gzipped file of this package's own folder `data`; always there. Its content is the one file of the source. */
export function embeddedOrigin(name: string): Origin {
  const url = new URL(`../../data/${name}`, import.meta.url);
  return {
    kind: 'embedded',
    locate: async () => url.pathname,
    read: async () => {
      try {
        return await promisify(gunzip)(await readFile(url));
      } catch (cause) {
        throw new DatasetError(url.pathname, 'missing or damaged; restore it from the repository', { cause });
      }
    },
  };
}
