import { describe, expect, it } from 'vitest';
import { tinyFiles } from '../../test/tiny-idx-source.ts';
import { imagesFromIdx, parseIdx } from './idx.ts';

describe('the IDX parser', () => {
  it('reads sizes and values of a hand-made file', () => {
    const tensor = parseIdx('images', tinyFiles.images);
    expect(tensor.sizes).toEqual([2, 2, 3]);
    expect([...tensor.data]).toEqual([0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255]);
  });

  it('joins images and labels', () => {
    const images = imagesFromIdx(
      { file: 'images', bytes: tinyFiles.images },
      { file: 'labels', bytes: tinyFiles.labels },
    );
    expect(images).toMatchObject({ count: 2, height: 2, width: 3 });
    expect([...images.labels]).toEqual([7, 4]);
  });

  it('reads a view that does not start at its buffer', () => {
    const shifted = Uint8Array.from([9, 9, 9, ...tinyFiles.labels]).subarray(3);
    expect(parseIdx('labels', shifted).sizes).toEqual([2]);
  });

  it.each([
    ['another type', Uint8Array.from([0, 0, 13, 1, 0, 0, 0, 0]), /not an IDX file of unsigned bytes/],
    ['an empty file', new Uint8Array(), /not an IDX file/],
    ['a cut header', tinyFiles.images.subarray(0, 10), /header cut short at 10 bytes/],
    ['cut data', tinyFiles.images.subarray(0, 27), /expected 12 data bytes for 2 x 2 x 3, found 11/],
  ])('refuses %s and names the file', (_what, bytes, message) => {
    expect(() => parseIdx('some-file', bytes)).toThrow(message);
    expect(() => parseIdx('some-file', bytes)).toThrow(/^some-file: /);
  });

  it('refuses labels of another count', () => {
    const one = Uint8Array.from([0, 0, 8, 1, 0, 0, 0, 1, 7]);
    expect(() =>
      imagesFromIdx({ file: 'images', bytes: tinyFiles.images }, { file: 'labels', bytes: one }),
    ).toThrow(/labels: expected 2 labels, found 1/);
  });
});
