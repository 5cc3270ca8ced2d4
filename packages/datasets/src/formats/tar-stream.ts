/**
 * A tar archive that arrives in pieces of any size: the files that are wanted, one after the other.
 *
 * No more than one file and one piece is held at a time. A name or size in an extended header of the next entry (POSIX
 * pax, type `x`) and a long name of GNU tar (type `L`) are taken into account; global pax headers, folders and links are
 * passed over. Format: POSIX.1-2001, pax; GNU tar manual, "Basic Tar Format".
 */
import { DatasetError } from '../errors.ts';
import { paddedBytes, readTarHeader, TAR_BLOCK, tarCutShort } from './tar-header.ts';
import type { TarHeader } from './tar-header.ts';

/** A regular file of an archive. */
export interface TarFile {
  readonly name: string;
  readonly content: Uint8Array;
}

/** Content of an extended header is names and numbers; more than this is no such thing. */
const LONGEST_EXTENSION = 1 << 20;

/**
 * The regular files whose name is `wanted`, in the order of the archive. Stops at the block of zeros that ends it.
 * Throws DatasetError, with `file`, if it is damaged, or ends without that block.
 */
export async function* readTarStream(
  file: string,
  pieces: AsyncIterable<Uint8Array>,
  wanted: (name: string) => boolean,
): AsyncGenerator<TarFile> {
  const input = new PieceReader(pieces);
  let extension: Partial<TarHeader> = {};
  try {
    for (;;) {
      const at = input.position;
      const block = await input.take(TAR_BLOCK);
      if (block.length < TAR_BLOCK) {
        const where = block.length === 0 ? 'before its closing block' : 'within a header';
        throw new DatasetError(file, `tar archive cut short ${where}`);
      }
      const own = readTarHeader(file, block, at);
      if (own === undefined) return;
      const describesNext = own.type === 'x' || own.type === 'L';
      const header = describesNext ? own : { ...own, ...extension };
      const { name, type, bytes } = header;
      if (!Number.isSafeInteger(bytes) || bytes < 0) {
        throw new DatasetError(
          file,
          `${name}: a size that is no number at byte ${at}; the archive is damaged`,
        );
      }
      const isFile = type === '' || type === '0';
      if (describesNext && bytes > LONGEST_EXTENSION) {
        throw new DatasetError(
          file,
          `an extended header of ${bytes} bytes at byte ${at}; the archive is damaged`,
        );
      }
      if (describesNext || (isFile && wanted(name))) {
        const content = await input.take(bytes);
        if (content.length < bytes) throw tarCutShort(file, header);
        if (type === 'x') extension = { ...extension, ...paxFields(file, content, at) };
        else if (type === 'L') extension = { ...extension, name: untilZero(content) };
        else yield { name, content };
      } else if ((await input.skip(bytes)) < bytes) {
        throw tarCutShort(file, header);
      }
      if (!describesNext) extension = {};
      await input.skip(paddedBytes(bytes) - bytes);
    }
  } finally {
    await input.close();
  }
}

/** Records `<length> <key>=<value>\n`, of which the length counts the whole record. */
function paxFields(file: string, content: Buffer, at: number): Partial<TarHeader> {
  const fields: { name?: string; bytes?: number } = {};
  let start = 0;
  while (start < content.length) {
    const space = content.indexOf(0x20, start);
    const length = space < 0 ? NaN : Number(content.toString('latin1', start, space));
    const equals = content.indexOf(0x3d, space);
    const end = start + length;
    if (!(length > 0) || end > content.length || equals < 0 || equals >= end || content[end - 1] !== 0x0a) {
      throw new DatasetError(file, `an unreadable pax header at byte ${at}; the archive is damaged`);
    }
    const key = content.toString('utf8', space + 1, equals);
    const value = content.toString('utf8', equals + 1, end - 1);
    if (key === 'path') fields.name = value;
    if (key === 'size') fields.bytes = Number(value);
    start = end;
  }
  return fields;
}

function untilZero(content: Buffer): string {
  const length = content.indexOf(0);
  return content.toString('utf8', 0, length < 0 ? content.length : length);
}

/** Bytes in any amount from pieces of any size. */
class PieceReader {
  /** Bytes taken or skipped so far. */
  position = 0;
  private readonly pieces: AsyncIterator<Uint8Array>;
  private rest: Uint8Array = new Uint8Array();

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.pieces = pieces[Symbol.asyncIterator]();
  }

  /** The next `count` bytes, fewer only at the end. The result is the caller's own. */
  async take(count: number): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    await this.consume(count, (part) => parts.push(part));
    return Buffer.concat(parts);
  }

  /** Passes over `count` bytes; returns how many there were. */
  async skip(count: number): Promise<number> {
    return this.consume(count, () => undefined);
  }

  /** Ends the iteration early, so that what feeds it can be freed. */
  async close(): Promise<void> {
    await this.pieces.return?.();
  }

  private async consume(count: number, use: (part: Uint8Array) => void): Promise<number> {
    let found = 0;
    while (found < count) {
      if (this.rest.length === 0) {
        const next = await this.pieces.next();
        if (next.done === true) break;
        this.rest = next.value;
      }
      const part = this.rest.subarray(0, count - found);
      this.rest = this.rest.subarray(part.length);
      use(part);
      found += part.length;
    }
    this.position += found;
    return found;
  }
}
