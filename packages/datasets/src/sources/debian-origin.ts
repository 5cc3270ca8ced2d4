import { access as probe, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { DatasetError, reasonOf } from '../errors.ts';
import type { Origin, SourceFile } from './source.ts';

/** Gzipped files that a Debian package installs as `<folder>/<name>.gz`, below `access.debianRoot`. */
export function debianOrigin(packageName: string, folder: string, names: readonly string[]): Origin {
  const installed = names.map((name) => `${name}.gz`);
  return installedFiles(packageName, folder, installed, async (place, file) =>
    promisify(gunzip)(await readFile(join(place, `${file.name}.gz`))),
  );
}

/**
 * One file of a source made out of plain files that a Debian package installs as `<folder>/<name>`, below
 * `access.debianRoot`. `convert` gets their contents in the order of `names` and must give the same bytes on every
 * machine. What it throws becomes the cause of a DatasetError.
 */
export function convertedDebianOrigin(
  packageName: string,
  folder: string,
  names: readonly string[],
  convert: (contents: readonly Buffer[]) => Uint8Array,
): Origin {
  return installedFiles(packageName, folder, names, async (place) =>
    convert(await Promise.all(names.map((name) => readFile(join(place, name))))),
  );
}

function installedFiles(
  packageName: string,
  folder: string,
  names: readonly string[],
  read: (place: string, file: SourceFile) => Promise<Uint8Array>,
): Origin {
  return {
    kind: 'debian',
    locate: async (access) => {
      const place = join(access.debianRoot ?? '/', folder);
      try {
        await Promise.all(names.map((name) => probe(join(place, name))));
        return place;
      } catch {
        return undefined; // not installed
      }
    },
    read: async (file, access) => {
      const place = join(access.debianRoot ?? '/', folder);
      try {
        return await read(place, file);
      } catch (cause) {
        const reinstall = `apt-get install --reinstall --no-install-recommends ${packageName}`;
        throw new DatasetError(place, `cannot read ${file.name} (${reasonOf(cause)}); run \`${reinstall}\``, {
          cause,
        });
      }
    },
  };
}
