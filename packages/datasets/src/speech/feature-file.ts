/**
 * Computed features of the clips of one word, as a file that vouches for itself.
 *
 * Computing takes minutes, so the result is kept in the cache. It cannot be pinned in advance as sources are; instead the
 * file starts with the SHA-256 of the rest, 32 bytes. The rest is the numbers of training, validation and test
 * clips (three unsigned 32-bit integers) and their features in this order, 16-bit integers; all little-endian.
 */
import { readIfPresent, writeCached } from '../cache.ts';
import { DatasetError } from '../errors.ts';
import { sha256 } from '../sha256.ts';
import { eachSplit, SPLITS, type Splits } from '../splits.ts';

/** Features of the clips of each split, `[count, size]`. */
export type SplitFeatures = Splits<Int16Array>;

const DIGEST_BYTES = 32;
const COUNTS_BYTES = 12;

/** Writes the features of clips of `size` numbers each. Throws DatasetError if the cache is not writable. */
export function writeFeatures(file: string, features: SplitFeatures, size: number): void {
  const numbers = SPLITS.reduce((sum, split) => sum + features[split].length, 0);
  const content = new Uint8Array(DIGEST_BYTES + COUNTS_BYTES + 2 * numbers);
  const view = new DataView(content.buffer, DIGEST_BYTES);
  SPLITS.forEach((split, i) => view.setUint32(4 * i, features[split].length / size, true));
  let at = COUNTS_BYTES;
  for (const split of SPLITS) {
    for (const value of features[split]) {
      view.setInt16(at, value, true);
      at += 2;
    }
  }
  content.set(Buffer.from(sha256(content.subarray(DIGEST_BYTES)), 'hex'));
  writeCached(file, content);
}

/**
 * Reads the features of clips of `size` numbers each, or gives undefined if there is no such file. Throws DatasetError if
 * the file is damaged.
 */
export async function readFeatures(file: string, size: number): Promise<SplitFeatures | undefined> {
  const content = await readIfPresent(file);
  if (content === undefined) return undefined;
  const rest = content.subarray(DIGEST_BYTES);
  const stated = content.toString('hex', 0, DIGEST_BYTES);
  if (rest.length < COUNTS_BYTES || sha256(rest) !== stated) throw damaged(file);

  const view = new DataView(rest.buffer, rest.byteOffset, rest.byteLength);
  const counts = eachSplit((split) => view.getUint32(4 * SPLITS.indexOf(split), true));
  const clips = counts.train + counts.validation + counts.test;
  if (COUNTS_BYTES + 2 * size * clips !== rest.length) throw damaged(file);
  let at = COUNTS_BYTES;
  return eachSplit((split) => {
    const values = new Int16Array(counts[split] * size);
    for (let i = 0; i < values.length; i++, at += 2) values[i] = view.getInt16(at, true);
    return values;
  });
}

function damaged(file: string): DatasetError {
  return new DatasetError(file, 'corrupt cached features; delete this file, they are then computed again');
}
