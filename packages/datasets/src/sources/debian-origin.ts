import { access as probe, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { DatasetError } from '../errors.ts';
import type { Origin } from './source.ts';

/** Gzipped files that a Debian package installs as `<folder>/<name>.gz`, below `access.debianRoot`. */
export function debianOrigin(packageName: string, folder: string, names: readonly string[]): Origin {
  return {
    kind: 'debian',
    locate: async (access) => {
      const place = join(access.debianRoot ?? '/', folder);
      try {
        await Promise.all(names.map((name) => probe(join(place, `${name}.gz`))));
        return place;
      } catch {
        return undefined; // not installed
      }
    },
    read: async (file, access) => {
      const path = join(access.debianRoot ?? '/', folder, `${file.name}.gz`);
      try {
        return await promisify(gunzip)(await readFile(path));
      } catch (cause) {
        const reinstall = `apt-get install --reinstall ${packageName}`;
        throw new DatasetError(path, `cannot read this gzip file; run \`${reinstall}\``, { cause });
      }
    },
  };
}
