/**
 * An uncompressed tar archive in memory: its regular files by name.
 *
 * A file is a header block of 512 bytes and its content, padded to whole blocks; a block of zeros ends the archive.
 * Other entries (folders, links, extended headers) are passed over, so a file whose name stands in an extended header
 * is found under the short name of its own header. Format: POSIX.1-1988, "ustar".
 */
import { DatasetError } from '../errors.ts';

const BLOCK = 512;
const CHECKSUM = { start: 148, end: 156 };

/** The regular files of a tar archive, as views of it. Throws DatasetError, with `file`, if it is damaged or cut short. */
export function readTar(file: string, content: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const files = new Map<string, Uint8Array>();
  let at = 0;
  while (at < bytes.length) {
    const header = bytes.subarray(at, at + BLOCK);
    if (header.length < BLOCK) throw new DatasetError(file, 'tar archive cut short within a header');
    if (header.every((byte) => byte === 0)) break;
    checkHeader(file, header, at);
    const size = octal(header, 124, 136);
    const start = at + BLOCK;
    if (!Number.isSafeInteger(size) || start + size > bytes.length) {
      throw new DatasetError(
        file,
        `tar archive cut short: ${text(header, 0, 100)} should hold ${size} bytes`,
      );
    }
    const type = text(header, 156, 157);
    if (type === '' || type === '0') files.set(nameOf(header), content.subarray(start, start + size));
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}

/** The checksum is the sum of the header's bytes, with its own eight counted as spaces. */
function checkHeader(file: string, header: Buffer, at: number): void {
  let sum = 0;
  header.forEach((byte, i) => (sum += i >= CHECKSUM.start && i < CHECKSUM.end ? 0x20 : byte));
  if (sum !== octal(header, CHECKSUM.start, CHECKSUM.end)) {
    throw new DatasetError(file, `not a tar archive, or damaged: wrong header checksum at byte ${at}`);
  }
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
