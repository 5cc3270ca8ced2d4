import { describe, expect, it } from 'vitest';
import { makeNpy } from '../../test/make-npy.ts';
import { parseNpyMatrix } from './npy.ts';

const file = makeNpy([
  [1, -2.5, 3],
  [0.1, 5, 1e-300],
]);

describe('reading an .npy matrix', () => {
  it('gives the numbers in row order, at full precision', () => {
    expect(parseNpyMatrix('x.npy', file)).toEqual({
      ...{ rows: 2, columns: 3 },
      data: Float64Array.from([1, -2.5, 3, 0.1, 5, 1e-300]),
    });
  });

  it('reads at any position within a larger buffer', () => {
    const shifted = Buffer.concat([Buffer.alloc(3), file]).subarray(3);
    expect(parseNpyMatrix('x.npy', shifted).data[3]).toBe(0.1);
  });

  it('refuses another type, another order, missing data and other files', () => {
    const changed = (from: string, to: string): Buffer =>
      Buffer.from(file.toString('latin1').replace(from, to), 'latin1');
    expect(() => parseNpyMatrix('x.npy', changed('<f8', '<f4'))).toThrow(/x.npy: expected a '<f8' matrix/);
    expect(() => parseNpyMatrix('x.npy', changed('False', 'True '))).toThrow(/C order/);
    expect(() => parseNpyMatrix('x.npy', file.subarray(0, -8))).toThrow(
      /expected 48 data bytes for 2 x 3, found 40/,
    );
    expect(() => parseNpyMatrix('x.npy', Buffer.from('hello'))).toThrow(/not an .npy file/);
    expect(() => parseNpyMatrix('x.npy', Buffer.alloc(200))).toThrow(/not an .npy file/);
  });
});
