import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose, onArrays } from '../test/arrays.ts';
import { differences, dot, logistic } from '../test/differences.ts';
import { listedNumbers, maskedCase, maskedCases, type MaskedCase } from '../test/masked-steps.ts';
import { NONE } from './arena/pointer.ts';
import { loadKernels, type Kernels } from './kernels.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

type Input = 'a' | 'mask' | 'hPrev' | 'cPrev';

/** The step in 64 bits, with `value` in place of one of the case's arrays. */
function step(m: MaskedCase, carry: number, name: Input = 'a', value: ArrayLike<number> = m.a) {
  const { a, mask, hPrev, cPrev }: Record<Input, ArrayLike<number>> = { ...m, [name]: value };
  const size = m.batch * m.units;
  const gates = Float64Array.from(a);
  const h = new Float64Array(size);
  const c = new Float64Array(size);
  for (let u = 0; u < size; u++) {
    const [i, f, o] = [0, 1, 2].map((lane) => logistic(a[4 * u + lane]!)) as [number, number, number];
    const g = Math.tanh(a[4 * u + 3]!);
    gates.set([i, f, o, g], 4 * u);
    const cell = f * cPrev[u]! + i * g;
    const state = o * Math.tanh(cell);
    const share = mask[u]!;
    c[u] = share * cell + (carry ? (1 - share) * cPrev[u]! : 0);
    h[u] = share * state + (carry ? (1 - share) * hPrev[u]! : 0);
  }
  return { gates, h, c };
}

function forward(m: MaskedCase, carry: number) {
  const state = new Float32Array(m.batch * m.units).fill(55);
  const arrays = {
    gates: m.a,
    list: m.rows.list,
    counts: m.rows.counts,
    mask: m.mask,
    hPrev: m.hPrev,
    cPrev: m.cPrev,
    h: state,
    c: state,
  };
  return onArrays(
    kernels,
    arrays,
    (p) =>
    kernels.run.lstmLaneForward(m.batch, m.units, p.gates, m.all ? NONE : p.list, p.counts, m.rows.stride, p.mask, carry, p.hPrev, p.cPrev, p.h, p.c), // prettier-ignore
  ).after;
}

function backward(m: MaskedCase, carry: number, gates: Float32Array, wantMask = true) {
  const arrays = {
    gates,
    list: m.rows.list,
    counts: m.rows.counts,
    mask: m.mask,
    hPrev: m.hPrev,
    cPrev: m.cPrev,
    dh: m.dh,
    dc: m.dc,
    dMask: new Float32Array(m.batch * m.units).fill(55),
  };
  return onArrays(
    kernels,
    arrays,
    (p) =>
    kernels.run.lstmLaneBackward(m.batch, m.units, p.gates, m.all ? NONE : p.list, p.counts, m.rows.stride, p.mask, carry, p.hPrev, p.cPrev, p.dh, p.dc, wantMask ? p.dMask : NONE), // prettier-ignore
  ).after;
}

describe('masked LSTM', () => {
  it.each(maskedCases)('steps $units units, all listed: $all, carry $carry', ({ units, all, carry }) => {
    const m = maskedCase(units, units, all);
    const expected = step(m, carry);
    const after = forward(m, carry);
    const listed = listedNumbers(m, 4);
    expectClose(
      after.gates,
      expected.gates.map((x, i) => (listed[i] ? x : m.a[i]!)),
      2e-7,
    );
    expectClose(after.h, expected.h, 6e-7);
    expectClose(after.c, expected.c, 6e-7);
    const rests = m.mask.map((share, i) => (share === 0 && !listed[4 * i] ? 1 : 0));
    rests.forEach((rest, i) => {
      if (rest) expect([after.h[i], after.c[i]]).toEqual(carry ? [m.hPrev[i], m.cPrev[i]] : [0, 0]);
    });
  });

  it('takes exactly the candidate where the mask is 1', () => {
    const m = maskedCase(3, 13, true);
    const ones = { ...m, mask: m.mask.map(() => 1), hPrev: m.hPrev.map((x) => 1e7 * x) };
    expect(forward(ones, 1).h).toEqual(forward(ones, 0).h);
    expect(forward(ones, 1).c).toEqual(forward(ones, 0).c);
  });

  it.each(maskedCases)('has the gradients of $units units, all listed: $all, carry $carry', (shape) => {
    const { units, all, carry } = shape;
    const m = maskedCase(100 + units, units, all);
    const loss = (name: Input) => (x: Float64Array) => {
      const { h, c } = step(m, carry, name, x);
      return dot(h, m.dh) + dot(c, m.dc);
    };
    const { gates } = forward(m, carry);
    const after = backward(m, carry, gates);
    const listed = listedNumbers(m, 4);
    const da = differences(loss('a'), m.a);
    expectClose(
      after.gates,
      da.map((x, i) => (listed[i] ? x : m.a[i]!)),
      1e-6,
    );
    expectClose(after.dh, differences(loss('hPrev'), m.hPrev), 1e-6);
    expectClose(after.dc, differences(loss('cPrev'), m.cPrev), 1e-6);
    const dMask = differences(loss('mask'), m.mask);
    expectClose(
      after.dMask,
      dMask.map((x, i) => (listed[4 * i] ? x : 0)),
      2e-6,
    );
  });

  it('leaves out the gradient of the mask when it is not wanted', () => {
    const m = maskedCase(7, 13, false);
    const { gates } = forward(m, 1);
    const without = backward(m, 1, gates, false);
    const { dMask, ...rest } = backward(m, 1, gates);
    expect(without).toEqual({ ...rest, dMask: dMask.map(() => 55) });
  });
});
