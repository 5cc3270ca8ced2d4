/**
 * The header block of a tar entry.
 *
 * A file is a header block of 512 bytes and its content, padded to whole blocks; a block of zeros ends the archive.
 * Format: POSIX.1-1988, "ustar".
 */
import { DatasetError } from '../errors.ts';

/** Bytes of a block. */
export const TAR_BLOCK = 512;

const CHECKSUM = { start: 148, end: 156 };

/** One entry. `type` is its letter: '' and `0` are regular files. `bytes` is NaN if the field is no octal number. */
export interface TarHeader {
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
}

/**
 * Reads the block at byte `at` of an archive, or gives undefined for the block of zeros. Throws DatasetError, with
 * `file`, if the checksum is wrong: the sum of the header's bytes, with its own eight counted as spaces.
 */
export function readTarHeader(file: string, block: Uint8Array, at: number): TarHeader | undefined {
  const header = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  if (header.every((byte) => byte === 0)) return undefined;
  let sum = 0;
  header.forEach((byte, i) => (sum += i >= CHECKSUM.start && i < CHECKSUM.end ? 0x20 : byte));
  if (sum !== octal(header, CHECKSUM.start, CHECKSUM.end)) {
    throw new DatasetError(file, `not a tar archive, or damaged: wrong header checksum at byte ${at}`);
  }
  return { name: nameOf(header), type: text(header, 156, 157), bytes: octal(header, 124, 136) };
}

/** The size of some content with its padding to whole blocks. */
export function paddedBytes(bytes: number): number {
  return Math.ceil(bytes / TAR_BLOCK) * TAR_BLOCK;
}

/** The error of an archive that ends within an entry. */
export function tarCutShort(file: string, { name, bytes }: TarHeader): DatasetError {
  return new DatasetError(file, `tar archive cut short: ${name} should hold ${bytes} bytes`);
}

function nameOf(header: Buffer): string {
  const name = text(header, 0, 100);
  // GNU tar writes "ustar  " and keeps other things where POSIX has the prefix.
  const prefix = text(header, 257, 263) === 'ustar' ? text(header, 345, 500) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** A field up to its first zero byte. */
function text(header: Buffer, start: number, end: number): string {
  const field = header.subarray(start, end);
  const length = field.indexOf(0);
  return field.toString('utf8', 0, length < 0 ? field.length : length);
}

/** An octal number; NaN if the field holds anything else. */
function octal(header: Buffer, start: number, end: number): number {
  const digits = text(header, start, end).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : NaN;
}
