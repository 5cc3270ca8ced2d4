import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose, onArrays } from '../test/arrays.ts';
import { differences, dot, logistic } from '../test/differences.ts';
import { numbers } from '../test/numbers.ts';
import { loadKernels, type Kernels } from './kernels.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

interface Step {
  readonly gates: Float64Array;
  readonly c: Float64Array;
  readonly h: Float64Array;
}

/** The step in 64 bits. */
function lstm(batch: number, units: number, a: ArrayLike<number>, cPrev: ArrayLike<number>): Step {
  const gates = Float64Array.from(a);
  const c = new Float64Array(batch * units);
  const h = new Float64Array(batch * units);
  for (let b = 0; b < batch; b++) {
    for (let u = 0; u < units; u++) {
      const at = b * 4 * units + u;
      for (let gate = 0; gate < 4; gate++) {
        const x = a[at + gate * units]!;
        gates[at + gate * units] = gate === 3 ? Math.tanh(x) : logistic(x);
      }
      const [i, f, o, g] = [0, 1, 2, 3].map((gate) => gates[at + gate * units]!) as [
        number,
        number,
        number,
        number,
      ];
      c[b * units + u] = f * cPrev[b * units + u]! + i * g;
      h[b * units + u] = o * Math.tanh(c[b * units + u]!);
    }
  }
  return { gates, c, h };
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

function forward(batch: number, units: number, a: Float32Array, cPrev: Float32Array) {
  const size = batch * units;
  return onArrays(kernels, { gates: a, cPrev, c: new Float32Array(size), h: new Float32Array(size) }, (p) =>
    kernels.run.lstmForward(batch, units, p.gates, p.cPrev, p.c, p.h),
  ).after;
}

describe('dense LSTM', () => {
  it.each(shapes)('steps %i samples of %i units as the equations say', (batch, units) => {
    const a = numbers(1, batch * 4 * units, 4);
    const cPrev = numbers(2, batch * units, 2);
    const expected = lstm(batch, units, a, cPrev);
    const { gates, c, h } = forward(batch, units, a, cPrev);
    expectClose(gates, expected.gates, 2e-7);
    expectClose(c, expected.c, 6e-7);
    expectClose(h, expected.h, 6e-7);
  });

  it.each(shapes)('has the gradients of %i samples of %i units', (batch, units) => {
    const a = numbers(3, batch * 4 * units, 2);
    const cPrev = numbers(4, batch * units, 2);
    const dh = numbers(5, batch * units);
    const dc = numbers(6, batch * units);
    const loss = (x: ArrayLike<number>, before: ArrayLike<number>): number => {
      const { c, h } = lstm(batch, units, x, before);
      return dot(h, dh) + dot(c, dc);
    };
    const { gates, c } = forward(batch, units, a, cPrev);
    const { after } = onArrays(kernels, { gates, cPrev, c, dh, dc }, (p) =>
      kernels.run.lstmBackward(batch, units, p.gates, p.cPrev, p.c, p.dh, p.dc),
    );
    expectClose(
      after.gates,
      differences((x) => loss(x, cPrev), a),
      1e-6,
    );
    expectClose(
      after.dc,
      differences((x) => loss(a, x), cPrev),
      1e-6,
    );
    expect(after.dh).toEqual(dh);
  });

  it('saturates at huge pre-activations and keeps NaN to its unit', () => {
    const a = Float32Array.of(1e9, NaN, 1e9, 0, 1e9, 0, 1e9, 0);
    const { c, h } = forward(1, 2, a, Float32Array.of(2, 1));
    expectClose(c, [3, NaN], 0);
    expectClose(h, [Math.tanh(3), NaN], 2e-7);
  });
});
