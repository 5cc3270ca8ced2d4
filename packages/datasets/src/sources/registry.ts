/** The sources, and what the command line does with them: list, fetch, verify. */
import type { DataAccess } from '../data-access.ts';
import { TaskError } from '../errors.ts';
import { sha256 } from '../sha256.ts';
import { chicagoSource } from './chicago.ts';
import { cifarSource } from './cifar.ts';
import { digitsSource } from './digits.ts';
import { earthOrientationSource } from './earth-orientation.ts';
import { fashionMnistSource } from './fashion-mnist.ts';
import { geneSource } from './gene.ts';
import { grasshopperSource } from './grasshopper.ts';
import { halfCheetahSource } from './half-cheetah.ts';
import { hanziSource } from './hanzi.ts';
import { mnistSource } from './mnist.ts';
import { refillSource, reportSource, sourceState, storeSource } from './read-source.ts';
import type { FileReport, SourceState } from './read-source.ts';
import type { Source } from './source.ts';
import { speechCommandsSource } from './speech-commands.ts';
import { uciHarSource } from './uci-har.ts';
import { udhrSource } from './udhr.ts';

/** Every source, one line each. */
export const sources = [
  digitsSource,
  fashionMnistSource,
  hanziSource,
  udhrSource,
  geneSource,
  grasshopperSource,
  earthOrientationSource,
  mnistSource,
  halfCheetahSource,
  uciHarSource,
  cifarSource,
  speechCommandsSource,
  chicagoSource,
] as const satisfies readonly Source[];

/** A source as it is shown. `bytes` is its size in the cache, `digest` what runs record. */
export interface SourceListing extends Pick<
  Source,
  'id' | 'title' | 'licence' | 'citation' | 'examples' | 'time' | 'features' | 'classes' | 'splitRule'
> {
  readonly digest: string;
  readonly bytes: number;
  readonly state: SourceState;
  readonly howToGet: string;
}

/** The source with this id. Throws TaskError that lists the known ids. */
export function findSource(id: string): Source {
  const source = sources.find((candidate) => candidate.id === id);
  if (source === undefined) {
    throw new TaskError('source', `unknown '${id}'; known: ${sources.map((known) => known.id).join(', ')}`);
  }
  return source;
}

/**
 * Identity of a source's data: SHA-256 of the lines `<sha256>  <name>\n` of its pinned files, the text that
 * `sha256sum` prints for them. Reads no file.
 */
export function sourceDigest(source: Source): string {
  return sha256(source.files.map((file) => `${file.sha256}  ${file.name}\n`).join(''));
}

/** All sources with their state on this machine. Cached files are not hashed here; `verifySource` does that. */
export async function listSources(access: DataAccess): Promise<readonly SourceListing[]> {
  return Promise.all(
    sources.map(async (source): Promise<SourceListing> => {
      const { id, title, licence, citation, examples, time, features, classes, splitRule, howToGet } = source;
      return {
        ...{ id, title, licence, citation, examples, time, features, classes, splitRule, howToGet },
        digest: sourceDigest(source),
        bytes: source.files.reduce((sum, file) => sum + file.bytes, 0),
        state: await sourceState(source, access),
      };
    }),
  );
}

/**
 * Brings a source into the cache, from the network if need be, and reports its files. With `force` every file is
 * fetched anew and replaced, which is how a corrupt one is mended.
 * Throws TaskError for an unknown id, DatasetError if a cached file is corrupt (without `force`) or none can be had.
 */
export async function fetchSource(
  id: string,
  access: DataAccess,
  options: { readonly force?: boolean } = {},
): Promise<readonly FileReport[]> {
  const source = findSource(id);
  const withNetwork: DataAccess = { ...access, allowDownload: true };
  if (options.force === true) await refillSource(source, withNetwork);
  else await storeSource(source, withNetwork);
  return reportSource(source, access);
}

/** Hashes a source's cached files and reports each. Throws TaskError for an unknown id. */
export async function verifySource(id: string, access: DataAccess): Promise<readonly FileReport[]> {
  return reportSource(findSource(id), access);
}
