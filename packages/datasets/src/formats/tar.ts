/**
 * An uncompressed tar archive in memory: its regular files by name.
 *
 * Other entries (folders, links, extended headers) are passed over, so a file whose name stands in an extended header
 * is found under the short name of its own header. `tar-stream.ts` is for archives that do not fit in memory.
 */
import { DatasetError } from '../errors.ts';
import { paddedBytes, readTarHeader, TAR_BLOCK, tarCutShort } from './tar-header.ts';

/** The regular files of a tar archive, as views of it. Throws DatasetError, with `file`, if it is damaged or cut short. */
export function readTar(file: string, content: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  let at = 0;
  while (at < content.length) {
    const block = content.subarray(at, at + TAR_BLOCK);
    if (block.length < TAR_BLOCK) throw new DatasetError(file, 'tar archive cut short within a header');
    const header = readTarHeader(file, block, at);
    if (header === undefined) break;
    const start = at + TAR_BLOCK;
    if (!Number.isSafeInteger(header.bytes) || start + header.bytes > content.length) {
      throw tarCutShort(file, header);
    }
    if (header.type === '' || header.type === '0') {
      files.set(header.name, content.subarray(start, start + header.bytes));
    }
    at = start + paddedBytes(header.bytes);
  }
  return files;
}
