/**
 * The IDX format of the MNIST family: a big-endian header (0, 0, type, dimension count, sizes as u32), then the data.
 * Only unsigned bytes (type 8) are read. Format: LeCun, Cortes & Burges, "The MNIST database", file formats.
 */
import { DatasetError } from '../errors.ts';
import type { LabelledImages } from './labelled-images.ts';

/** An IDX tensor of bytes: `data` holds the product of `sizes` values, last index fastest. */
export interface IdxTensor {
  readonly sizes: readonly number[];
  readonly data: Uint8Array;
}

/** Parses an uncompressed IDX file of unsigned bytes. Throws DatasetError (with `file`) on anything else. */
export function parseIdx(file: string, bytes: Uint8Array): IdxTensor {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint16(0) !== 0 || view.getUint8(2) !== 8) {
    throw new DatasetError(file, 'not an IDX file of unsigned bytes (its first three bytes must be 0, 0, 8)');
  }
  const dimensionCount = view.getUint8(3);
  const start = 4 + 4 * dimensionCount;
  if (bytes.length < start) throw new DatasetError(file, `IDX header cut short at ${bytes.length} bytes`);
  const sizes = Array.from({ length: dimensionCount }, (_, i) => view.getUint32(4 + 4 * i));
  const expected = sizes.reduce((product, size) => product * size, 1);
  if (bytes.length - start !== expected) {
    const shape = sizes.join(' x ');
    throw new DatasetError(
      file,
      `expected ${expected} data bytes for ${shape}, found ${bytes.length - start}`,
    );
  }
  return { sizes, data: bytes.subarray(start) };
}

/** Joins an images file `[count, height, width]` and a labels file `[count]`. Throws DatasetError if they differ. */
export function imagesFromIdx(
  images: { readonly file: string; readonly bytes: Uint8Array },
  labels: { readonly file: string; readonly bytes: Uint8Array },
): LabelledImages {
  const pixels = parseIdx(images.file, images.bytes);
  const classes = parseIdx(labels.file, labels.bytes);
  const [count, height, width] = pixels.sizes;
  if (count === undefined || height === undefined || width === undefined || pixels.sizes.length !== 3) {
    throw new DatasetError(images.file, `expected 3 dimensions, found ${pixels.sizes.length}`);
  }
  if (classes.sizes.length !== 1 || classes.sizes[0] !== count) {
    throw new DatasetError(labels.file, `expected ${count} labels, found ${classes.sizes.join(' x ')}`);
  }
  return { count, height, width, pixels: pixels.data, labels: classes.data };
}
