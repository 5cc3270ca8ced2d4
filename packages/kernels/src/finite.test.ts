import { beforeAll, expect, it } from 'vitest';
import { onArrays } from '../test/arrays.ts';
import { numbers } from '../test/numbers.ts';
import { loadKernels, type Kernels } from './kernels.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

const allFinite = (x: Float32Array): number =>
  onArrays(kernels, { x }, (p) => kernels.run.allFinite(x.length, p.x)).result;

it.each([0, 1, 3, 4, 5, 8, 31])('finds a single NaN or infinity anywhere among %i numbers', (n) => {
  const x = numbers(n + 1, n, 3);
  expect(allFinite(x)).toBe(1);
  for (const wrong of [NaN, -NaN, Infinity, -Infinity]) {
    for (let i = 0; i < n; i++) {
      const broken = x.slice();
      broken[i] = wrong;
      expect(allFinite(broken), `${String(wrong)} at ${String(i)}`).toBe(0);
    }
  }
});

it('takes the largest and the smallest numbers for what they are, and looks at no number behind the last', () => {
  expect(allFinite(Float32Array.of(3.4028235e38, -3.4028235e38, 1e-45, -0, 0))).toBe(1);
  const memory = kernels.workspace();
  const at = memory.take(4);
  kernels.write(at, [1, 2, NaN, Infinity]);
  expect(kernels.run.allFinite(2, at)).toBe(1);
  memory.close();
});
