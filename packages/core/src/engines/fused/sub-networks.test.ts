import { loadKernels, NONE, type Floats, type Kernels } from '@dsrnn/kernels';
import { beforeAll, expect, it } from 'vitest';
import { subNetworks } from './sub-networks.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

const [BATCH, FEATURES, UNITS] = [4, 2, 3];

function found(x: readonly number[] | null, h: readonly number[]): ReturnType<typeof subNetworks> {
  const memory = kernels.workspace();
  const put = (values: readonly number[]): Floats => {
    const block = memory.take(values.length);
    kernels.write(block, values);
    return block;
  };
  const sizes = { batch: BATCH, features: FEATURES, units: UNITS };
  const networks = subNetworks(kernels, { ...sizes, x: x === null ? NONE : put(x), h: put(h) });
  memory.close();
  return networks;
}

const h = [1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 0, 0];

it('samples with the same masks share one', () => {
  expect(found(null, h)).toEqual([
    { samples: [0, 2], inputs: [0, 1], units: [0, 2] },
    { samples: [1], inputs: [0, 1], units: [1] },
    { samples: [3], inputs: [0, 1], units: [] },
  ]);
});

it('those of inputs count too', () => {
  expect(found([1, 0, 0, 0, 0, 1, 0, 0], h)?.map(({ samples, inputs }) => [samples, inputs])).toEqual([
    [[0], [0]],
    [[1], []],
    [[2], [1]],
    [[3], []],
  ]);
});

it.each([0.5, NaN, -1])('a mask of %d leaves none', (value) => {
  expect(
    found(
      null,
      h.map((one, at) => (at === 4 ? value : one)),
    ),
  ).toBeNull();
  expect(found([1, 0, 0, 0, 0, value, 0, 0], h)).toBeNull();
});
