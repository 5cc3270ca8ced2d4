/** A gzip file, unpacked as it is read: what is too large to be held whole. */
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { DatasetError, reasonOf } from '../errors.ts';

/** Bytes that are read and unpacked at once. */
export const PIECE_BYTES = 1 << 20;

/** The unpacked bytes in pieces. Throws DatasetError, with `file`, if it is damaged, cut short or cannot be read. */
export async function* unpackGzip(file: string, packed: Readable): AsyncGenerator<Uint8Array> {
  const unpacked = createGunzip({ chunkSize: PIECE_BYTES });
  // Errors of `packed` reach `unpacked`, from which they are thrown below.
  pipeline(packed, unpacked, () => undefined);
  try {
    for await (const piece of unpacked) yield piece as Buffer;
  } catch (cause) {
    throw new DatasetError(file, `cannot be unpacked (${reasonOf(cause)}); fetch it again`, { cause });
  }
}
