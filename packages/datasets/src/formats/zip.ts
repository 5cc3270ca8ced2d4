/**
 * A zip archive in memory: entry names and their contents, stored (method 0) or deflated (method 8).
 *
 * Names and sizes are read from the central directory at the end, which is authoritative. Archives of several parts,
 * zip64 (4 GiB and more) and encryption are refused. Format: PKWARE APPNOTE.TXT 6.3, sections 4.3.7, 4.3.12, 4.3.16.
 */
import { crc32, inflateRawSync } from 'node:zlib';
import { DatasetError, reasonOf } from '../errors.ts';

/** An opened archive. `read` unpacks one entry and checks its size and CRC-32; it throws DatasetError. */
export interface ZipArchive {
  readonly names: readonly string[];
  read(name: string): Uint8Array;
}

interface Entry {
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly localHeader: number;
}

const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
const DIRECTORY_SIGNATURE = 0x02014b50;
const DIRECTORY_BYTES = 46;
const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_BYTES = 30;
const ZIP64_MARK = 0xffffffff;

/** Opens an archive. Throws DatasetError, with `file` as the name of the archive, if it is not a whole zip archive. */
export function openZip(file: string, content: Uint8Array): ZipArchive {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const entries = explained(file, () => readDirectory(file, bytes));
  return {
    names: [...entries.keys()],
    read: (name) => {
      const entry = entries.get(name);
      if (entry === undefined) throw new DatasetError(file, `no entry '${name}' in this zip archive`);
      return explained(file, () => unpack(`${file}: ${name}`, bytes, entry));
    },
  };
}

function readDirectory(file: string, bytes: Buffer): ReadonlyMap<string, Entry> {
  const end = findEnd(bytes);
  if (end === undefined)
    throw new DatasetError(file, 'not a zip archive, or cut short: it has no end record');
  const entryCount = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  if (at === ZIP64_MARK) throw new DatasetError(file, 'zip64 archives are not read');
  const entries = new Map<string, Entry>();
  for (let i = 0; i < entryCount; i++) {
    if (bytes.readUInt32LE(at) !== DIRECTORY_SIGNATURE) {
      throw new DatasetError(file, `damaged zip archive: no directory entry ${i + 1} of ${entryCount}`);
    }
    const nameBytes = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + DIRECTORY_BYTES, at + DIRECTORY_BYTES + nameBytes);
    entries.set(name, {
      flags: bytes.readUInt16LE(at + 8),
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      packedBytes: bytes.readUInt32LE(at + 20),
      bytes: bytes.readUInt32LE(at + 24),
      localHeader: bytes.readUInt32LE(at + 42),
    });
    at += DIRECTORY_BYTES + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

/** Where the end record starts. It is followed by nothing but its own comment, so the search goes backwards. */
function findEnd(bytes: Buffer): number | undefined {
  const last = bytes.length - END_BYTES;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
    if (bytes.readUInt32LE(at) !== END_SIGNATURE) continue;
    if (at + END_BYTES + bytes.readUInt16LE(at + 20) === bytes.length) return at;
  }
  return undefined;
}

function unpack(what: string, archive: Buffer, entry: Entry): Uint8Array {
  const { flags, method, packedBytes, bytes, localHeader } = entry;
  if ((flags & 1) === 1) throw new DatasetError(what, 'encrypted; only plain zip entries are read');
  if (archive.readUInt32LE(localHeader) !== LOCAL_SIGNATURE) {
    throw new DatasetError(what, 'damaged zip archive: no local header where the directory says');
  }
  const nameBytes = archive.readUInt16LE(localHeader + 26);
  const start = localHeader + LOCAL_BYTES + nameBytes + archive.readUInt16LE(localHeader + 28);
  const packed = archive.subarray(start, start + packedBytes);
  if (packed.length !== packedBytes) throw new DatasetError(what, 'damaged zip archive: cut short');
  if (method !== 0 && method !== 8) {
    throw new DatasetError(what, `packed by method ${method}; only stored (0) and deflated (8) are read`);
  }
  // The limit keeps an entry from unpacking to more than the directory says.
  const content = method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(1, bytes) });
  if (content.length !== bytes || crc32(content) !== entry.crc) {
    throw new DatasetError(what, 'damaged zip entry: its size or CRC-32 is not the one in the directory');
  }
  return content;
}

/** Runs `read`; a position outside the archive or a zlib failure becomes a DatasetError. */
function explained<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof DatasetError) throw cause;
    throw new DatasetError(file, `damaged zip archive (${reasonOf(cause)})`, { cause });
  }
}
