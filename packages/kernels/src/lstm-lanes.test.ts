import { beforeAll } from 'vitest';
import { onArrays } from '../test/arrays.ts';
import { describeMaskedStep, type StepInput } from '../test/describe-masked-step.ts';
import { logistic } from '../test/differences.ts';
import type { MaskedCase } from '../test/masked-steps.ts';
import { NONE } from './arena/pointer.ts';
import { loadKernels, type Kernels } from './kernels.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

/** The step in 64 bits, with `value` in place of one of the case's arrays. */
function step(m: MaskedCase, carry: number, name: StepInput = 'a', value: ArrayLike<number> = m.a) {
  const { a, mask, hPrev, cPrev }: Record<StepInput, ArrayLike<number>> = { ...m, [name]: value };
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

describeMaskedStep('LSTM', { states: ['h', 'c'], tolerance: 2e-7, step, forward, backward });
