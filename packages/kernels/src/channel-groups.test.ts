import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose, onArrays } from '../test/arrays.ts';
import { numbers } from '../test/numbers.ts';
import { loadKernels, type Kernels } from './index.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

/** Rows, channels, size of a group: whole groups, a smaller last one, one group, groups of one, no rows. */
const cases = [
  [3, 12, 4],
  [2, 13, 4],
  [1, 7, 3],
  [4, 5, 8],
  [2, 6, 1],
  [2, 35, 16],
  [0, 5, 2],
] as const;

describe.each(cases)('%d rows of %d channels in groups of %d', (rows, channels, size) => {
  const count = Math.ceil(channels / size);

  it('give every channel the number of its group', () => {
    const groups = numbers(1, rows * count);
    if (rows > 0) groups[0] = NaN;
    const out = new Float32Array(rows * channels).fill(7);
    const { after } = onArrays(kernels, { groups, out }, (at) =>
      kernels.run.expandGroups(rows, channels, size, at.groups, at.out),
    );
    const expected = Float32Array.from(
      out,
      (_, i) => groups[Math.floor(i / channels) * count + Math.floor((i % channels) / size)] as number,
    );
    expect(after.out).toEqual(expected);
  });

  it('are summed in the order of their channels', () => {
    const values = numbers(2, rows * channels);
    if (rows > 0) values[channels - 1] = NaN;
    const out = new Float32Array(rows * count).fill(7);
    const { after } = onArrays(kernels, { values, out }, (at) =>
      kernels.run.sumGroups(rows, channels, size, at.values, at.out),
    );
    const expected = new Float32Array(rows * count);
    for (let row = 0; row < rows; row++) {
      for (let j = 0; j < channels; j++) {
        const to = row * count + Math.floor(j / size);
        expected[to] = Math.fround((expected[to] as number) + (values[row * channels + j] as number));
      }
    }
    expectClose(after.out, expected, 0);
  });
});
