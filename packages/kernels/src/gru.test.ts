import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose, onArrays } from '../test/arrays.ts';
import { differences, dot, logistic } from '../test/differences.ts';
import { numbers } from '../test/numbers.ts';
import { loadKernels, type Kernels } from './kernels.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

/** The step in 64 bits: gates r z n, and h. */
function gru(
  batch: number,
  units: number,
  ax: ArrayLike<number>,
  ah: ArrayLike<number>,
  hPrev: ArrayLike<number>,
): { gates: Float64Array; h: Float64Array } {
  const gates = new Float64Array(batch * 3 * units);
  const h = new Float64Array(batch * units);
  for (let b = 0; b < batch; b++) {
    for (let u = 0; u < units; u++) {
      const [ir, iz, n0] = [0, 1, 2].map((gate) => (3 * b + gate) * units + u) as [number, number, number];
      const r = logistic(ax[ir]! + ah[ir]!);
      const z = logistic(ax[iz]! + ah[iz]!);
      const n = Math.tanh(ax[n0]! + r * ah[n0]!);
      gates.set([r], ir);
      gates.set([z], iz);
      gates.set([n], n0);
      h[b * units + u] = (1 - z) * n + z * hPrev[b * units + u]!;
    }
  }
  return { gates, h };
}

const shapes = [
  [0, 3],
  [3, 0],
  [1, 1],
  [2, 3],
  [3, 4],
  [2, 7],
  [5, 13],
  [4, 32],
] as const;

function forward(batch: number, units: number, ax: Float32Array, ah: Float32Array, hPrev: Float32Array) {
  return onArrays(kernels, { ax, ah, hPrev, h: new Float32Array(batch * units) }, (p) =>
    kernels.run.gruForward(batch, units, p.ax, p.ah, p.hPrev, p.h),
  ).after;
}

describe('dense GRU', () => {
  it.each(shapes)('steps %i samples of %i units as the equations say', (batch, units) => {
    const ax = numbers(1, batch * 3 * units, 3);
    const ah = numbers(2, batch * 3 * units, 3);
    const hPrev = numbers(3, batch * units);
    const expected = gru(batch, units, ax, ah, hPrev);
    const after = forward(batch, units, ax, ah, hPrev);
    expectClose(after.ax, expected.gates, 5e-7);
    expectClose(after.h, expected.h, 6e-7);
    expect(after.ah).toEqual(ah);
  });

  it.each(shapes)('has the gradients of %i samples of %i units', (batch, units) => {
    const ax = numbers(4, batch * 3 * units, 2);
    const ah = numbers(5, batch * 3 * units, 2);
    const hPrev = numbers(6, batch * units);
    const dh = numbers(7, batch * units);
    const loss = (x: ArrayLike<number>, y: ArrayLike<number>): number =>
      dot(gru(batch, units, x, y, hPrev).h, dh);
    const { ax: gates } = forward(batch, units, ax, ah, hPrev);
    const dhPrev = new Float32Array(batch * units).fill(99);
    const { after } = onArrays(kernels, { gates, ah, hPrev, dh, dhPrev }, (p) =>
      kernels.run.gruBackward(batch, units, p.gates, p.ah, p.hPrev, p.dh, p.dhPrev),
    );
    expectClose(
      after.gates,
      differences((x) => loss(x, ah), ax),
      1e-6,
    );
    expectClose(
      after.ah,
      differences((x) => loss(ax, x), ah),
      1e-6,
    );
    const direct = differences((x) => dot(gru(batch, units, ax, ah, x).h, dh), hPrev);
    expectClose(after.dhPrev, direct, 1e-6);
  });
});
