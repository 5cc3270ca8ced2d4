import { beforeAll, describe, expect, it } from 'vitest';
import { onArrays } from '../test/arrays.ts';
import { logistic } from '../test/differences.ts';
import { loadKernels, type Kernels } from './kernels.ts';

type Name = 'expInto' | 'sigmoidInto' | 'tanhInto' | 'logInto';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

const run = (name: Name, x: Float32Array): Float32Array =>
  onArrays(kernels, { x, y: new Float32Array(x.length) }, (p) => kernels.run[name](x.length, p.x, p.y)).after
    .y;

/** Both signs, every exponent, 256 mantissas each; and a fine grid where functions bend. */
const everywhere = Float32Array.from({ length: 1 << 17 }, (_, i) => {
  const bits = new DataView(new ArrayBuffer(4));
  bits.setUint32(0, (i << 15) | (Math.imul(i, 2654435761) >>> 17));
  return bits.getFloat32(0);
});
const grid = Float32Array.from({ length: 200_001 }, (_, i) => (i - 100_000) / 5000);

function worst(name: Name, truth: (x: number) => number, relative: boolean): number {
  let error = 0;
  for (const x of [everywhere, grid]) {
    const y = run(name, x);
    for (let i = 0; i < x.length; i++) {
      const expected = truth(x[i]!);
      const rounded = Math.fround(expected);
      if (!Number.isFinite(rounded)) {
        if (!Object.is(y[i], rounded)) expect.fail(`${name}(${x[i]}) is ${y[i]}, not ${rounded}`);
      } else if (!relative || Math.abs(expected) > 1.2e-38) {
        const distance = Math.abs(y[i]! - expected) / (relative ? Math.abs(expected) : 1);
        error = distance <= error ? error : distance;
      }
    }
  }
  return error;
}

describe('elementary functions', () => {
  it('exp is right to 8.5e-8 of its value', () => {
    expect(worst('expInto', Math.exp, true)).toBeLessThan(8.5e-8);
  });

  it('sigmoid is right to 1.3e-7', () => {
    expect(worst('sigmoidInto', logistic, false)).toBeLessThan(1.3e-7);
  });

  it('tanh is right to 1.6e-7, and to 3e-7 of its value', () => {
    expect(worst('tanhInto', Math.tanh, false)).toBeLessThan(1.6e-7);
    expect(worst('tanhInto', Math.tanh, true)).toBeLessThan(3e-7);
  });

  it('log is right to 8e-8 of its value', () => {
    expect(worst('logInto', Math.log, true)).toBeLessThan(8e-8);
  });

  it('saturates, and hands NaN on', () => {
    const x = Float32Array.of(0, 1000, -1000, Infinity, -Infinity, NaN);
    expect([...run('expInto', x)]).toEqual([1, Infinity, 0, Infinity, 0, NaN]);
    expect([...run('tanhInto', x)]).toEqual([0, 1, -1, 1, -1, NaN]);
    expect([...run('logInto', x)]).toEqual([-Infinity, Math.fround(Math.log(1000)), NaN, Infinity, NaN, NaN]);
    const sigmoid = run('sigmoidInto', x);
    expect([...sigmoid.subarray(0, 2), sigmoid[3], sigmoid[5]]).toEqual([0.5, 1, 1, NaN]);
    expect(Math.max(sigmoid[2]!, sigmoid[4]!)).toBeLessThan(1e-38);
    expect(Math.min(sigmoid[2]!, sigmoid[4]!)).toBeGreaterThanOrEqual(0);
  });

  it.each([0, 1, 2, 3, 5, 8, 11])('gives a number the same value wherever it lies among %i', (n) => {
    const x = grid.subarray(99_000, 99_000 + n);
    for (const name of ['expInto', 'sigmoidInto', 'tanhInto', 'logInto'] as const) {
      const alone = Array.from(x, (value) => run(name, Float32Array.of(value))[0]);
      expect([...run(name, x)]).toEqual(alone);
    }
  });

  it('works in place', () => {
    const x = grid.slice(97_000, 97_013);
    const inPlace = onArrays(kernels, { x }, (p) => kernels.run.tanhInto(13, p.x, p.x)).after.x;
    expect(inPlace).toEqual(run('tanhInto', x));
  });
});
