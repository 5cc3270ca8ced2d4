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

/** The step in 64 bits, with `value` in place of one of the case's arrays; gates r z n nh. */
function step(m: MaskedCase, carry: number, name: StepInput = 'a', value: ArrayLike<number> = m.a) {
  const { a, mask, hPrev }: Record<StepInput, ArrayLike<number>> = { ...m, [name]: value };
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

describeMaskedStep('GRU', { states: ['h'], tolerance: 5e-7, step, forward, backward });
