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

type Input = 'a' | 'mask' | 'hPrev';

/** The step in 64 bits, with `value` in place of one of the case's arrays; gates r z n nh. */
function step(m: MaskedCase, carry: number, name: Input = 'a', value: ArrayLike<number> = m.a) {
  const { a, mask, hPrev }: Record<Input, ArrayLike<number>> = { ...m, [name]: value };
  const size = m.batch * m.units;
  const gates = Float64Array.from(a);
  const h = new Float64Array(size);
  for (let u = 0; u < size; u++) {
    const r = logistic(a[4 * u]!);
    const z = logistic(a[4 * u + 1]!);
    const n = Math.tanh(a[4 * u + 2]! + r * a[4 * u + 3]!);
    gates.set([r, z, n], 4 * u);
    const state = (1 - z) * n + z * hPrev[u]!;
    const share = mask[u]!;
    h[u] = share * state + (carry ? (1 - share) * hPrev[u]! : 0);
  }
  return { gates, h };
}

function forward(m: MaskedCase, carry: number) {
  const state = new Float32Array(m.batch * m.units).fill(55);
  const arrays = {
    gates: m.a,
    list: m.rows.list,
    counts: m.rows.counts,
    mask: m.mask,
    hPrev: m.hPrev,
    h: state,
  };
  return onArrays(
    kernels,
    arrays,
    (p) =>
    kernels.run.gruLaneForward(m.batch, m.units, p.gates, m.all ? NONE : p.list, p.counts, m.rows.stride, p.mask, carry, p.hPrev, p.h), // prettier-ignore
  ).after;
}

function backward(m: MaskedCase, carry: number, gates: Float32Array, wantMask = true) {
  const arrays = {
    gates,
    list: m.rows.list,
    counts: m.rows.counts,
    mask: m.mask,
    hPrev: m.hPrev,
    dh: m.dh,
    dMask: new Float32Array(m.batch * m.units).fill(55),
  };
  return onArrays(
    kernels,
    arrays,
    (p) =>
    kernels.run.gruLaneBackward(m.batch, m.units, p.gates, m.all ? NONE : p.list, p.counts, m.rows.stride, p.mask, carry, p.hPrev, p.dh, wantMask ? p.dMask : NONE), // prettier-ignore
  ).after;
}

describe('masked GRU', () => {
  it.each(maskedCases)('steps $units units, all listed: $all, carry $carry', ({ units, all, carry }) => {
    const m = maskedCase(units, units, all);
    const expected = step(m, carry);
    const after = forward(m, carry);
    const listed = listedNumbers(m, 4);
    expectClose(
      after.gates,
      expected.gates.map((x, i) => (listed[i] ? x : m.a[i]!)),
      5e-7,
    );
    expectClose(after.h, expected.h, 6e-7);
    const rests = m.mask.map((share, i) => (share === 0 && !listed[4 * i] ? 1 : 0));
    rests.forEach((rest, i) => {
      if (rest) expect(after.h[i]).toBe(carry ? m.hPrev[i] : 0);
    });
  });

  it('takes exactly the candidate where the mask is 1', () => {
    const m = maskedCase(3, 13, true);
    const ones = { ...m, mask: m.mask.map(() => 1), hPrev: m.hPrev.map((x) => 1e7 * x) };
    expect(forward(ones, 1).h).toEqual(forward(ones, 0).h);
  });

  it.each(maskedCases)('has the gradients of $units units, all listed: $all, carry $carry', (shape) => {
    const { units, all, carry } = shape;
    const m = maskedCase(100 + units, units, all);
    const loss = (name: Input) => (x: Float64Array) => dot(step(m, carry, name, x).h, m.dh);
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
