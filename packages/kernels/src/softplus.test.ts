import { beforeAll, describe, expect, it } from 'vitest';
import { Guarded } from '../test/guarded.ts';
import { numbers } from '../test/numbers.ts';
import { loadKernels, type Kernels } from './kernels.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

function softplus(x: ArrayLike<number>): Float32Array {
  const memory = new Guarded(kernels);
  const [from, to] = [memory.put(x), memory.put(new Float32Array(x.length).fill(NaN))];
  kernels.run.softplusInto(x.length, from, to);
  const result = memory.get(to);
  memory.close();
  return result;
}
function slope(x: ArrayLike<number>, dy: ArrayLike<number>): Float32Array {
  const memory = new Guarded(kernels);
  const [at, gradient] = [memory.put(x), memory.put(dy)];
  kernels.run.softplusBackward(x.length, at, gradient, gradient);
  const result = memory.get(gradient);
  memory.close();
  return result;
}

describe('softplus', () => {
  it('is ln(1 + e^x) to 1e-7 relative, small values included', () => {
    const x = Float32Array.of(...numbers(1, 200, 5), ...numbers(2, 200, 80));
    softplus(x).forEach((y, k) => {
      const exact = Math.max(x[k]!, 0) + Math.log1p(Math.exp(-Math.abs(x[k]!)));
      expect(Math.abs(y / exact - 1)).toBeLessThan(1e-7);
    });
  });

  it('is x or nothing far from 0, and passes NaN on', () => {
    expect([...softplus([1000, 3e38, Infinity, -1000, -Infinity])]).toEqual([
      ...[1000, Math.fround(3e38), Infinity, 0, 0],
    ]);
    expect(softplus([NaN])[0]).toBeNaN();
    expect(softplus([])).toHaveLength(0);
  });

  it('has the gradient of central differences', () => {
    const x = numbers(3, 100, 10);
    const dy = numbers(4, 100);
    const f = (z: number): number => Math.log(1 + Math.exp(z));
    slope(x, dy).forEach((dx, k) => {
      const expected = (dy[k]! * (f(x[k]! + 1e-5) - f(x[k]! - 1e-5))) / 2e-5;
      expect(Math.abs(dx - expected)).toBeLessThan(1e-7);
    });
  });

  it('has slope 1 and 0 far from 0', () => {
    expect([...slope([0, 1000, Infinity, -1000, -Infinity], [1, 2, 3, 4, 5])]).toEqual([0.5, 2, 3, 0, 0]);
  });
});
