/**
 * NumPy's array format, for float64 matrices in row order.
 *
 * Magic `\x93NUMPY`, version, header length, a Python dictionary such as
 * `{'descr': '<f8', 'fortran_order': False, 'shape': (1000, 17), }`, then the numbers, little-endian. Format: NumPy
 * documentation, numpy.lib.format, versions 1.0 and 2.0.
 */
import { DatasetError } from '../errors.ts';

/** A matrix `[rows, columns]`, row-major. */
export interface NpyMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

const HEADER =
  /^\{\s*'descr':\s*'<f8',\s*'fortran_order':\s*False,\s*'shape':\s*\((\d+),\s*(\d+)\),?\s*\}\s*$/;

/** Parses an .npy file that holds a float64 matrix. Throws DatasetError (with `file`) on anything else. */
export function parseNpyMatrix(file: string, bytes: Uint8Array): NpyMatrix {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = buffer[6];
  if (
    buffer.length < 12 ||
    buffer.toString('latin1', 0, 6) !== '\x93NUMPY' ||
    (version !== 1 && version !== 2)
  ) {
    throw new DatasetError(file, 'not an .npy file of version 1 or 2');
  }
  const headerStart = version === 1 ? 10 : 12;
  const start = headerStart + (version === 1 ? buffer.readUInt16LE(8) : buffer.readUInt32LE(8));
  const header = buffer.toString('latin1', headerStart, start);
  const match = HEADER.exec(header);
  if (match === null) {
    throw new DatasetError(file, `expected a '<f8' matrix in C order, found the header ${header.trim()}`);
  }
  const [rows, columns] = [Number(match[1]), Number(match[2])];
  const expected = 8 * rows * columns;
  if (buffer.length - start !== expected) {
    const found = buffer.length - start;
    throw new DatasetError(file, `expected ${expected} data bytes for ${rows} x ${columns}, found ${found}`);
  }
  const data = Float64Array.from({ length: rows * columns }, (_, i) => buffer.readDoubleLE(start + 8 * i));
  return { rows, columns, data };
}
