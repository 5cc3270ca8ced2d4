/** The liquid time-constant cell in plain 64-bit numbers, one synapse after another, for comparison. */
import { numbers, uniform } from './numbers.ts';

/** Which sources or targets of each sample are active; undefined: all of them. */
export type Lists = readonly (readonly number[])[] | undefined;

/** Synapses of a batch. `mask[b][k]` multiplies the k-th active source. */
export interface Synapses {
  batch: number;
  sources: number;
  targets: number;
  lanes: Float64Array;
  v: Float64Array;
  srcLists: Lists;
  mask: number[][] | undefined;
  rowLists: Lists;
}

/** How a test case differs from the dense one. Shares are of active sources, silent ones among them, and rows. */
export interface Sparsity {
  sources?: number;
  silent?: number;
  rows?: number;
}

export const all = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** Random synapses: w in (0, 1), mu in (-1, 1), sigma in (-6, 6), E in (-1, 1), v in (-1.5, 1.5). */
export function randomSynapses(
  seed: number,
  [batch, sources, targets]: readonly [number, number, number],
  sparsity: Sparsity,
): Synapses {
  const draw = uniform(seed);
  const lanes = Float64Array.from(numbers(seed + 1, sources * targets * 4));
  for (let k = 0; k < lanes.length; k += 4) {
    lanes[k] = Math.abs(lanes[k]!);
    lanes[k + 2]! *= 6;
  }
  const choose = (n: number, share: number): number[] => all(n).filter(() => draw() < share);
  const lists = (n: number, share: number | undefined): number[][] | undefined =>
    share === undefined ? undefined : Array.from({ length: batch }, () => choose(n, share));
  const srcLists = lists(sources, sparsity.sources);
  const { silent } = sparsity;
  const mask =
    silent === undefined
      ? undefined
      : Array.from({ length: batch }, (_, b) =>
          (srcLists?.[b] ?? all(sources)).map(() => (draw() < silent ? 0 : Math.fround(draw() + 0.5))),
        );
  const v = Float64Array.from(numbers(seed + 2, batch * sources, 1.5));
  return { batch, sources, targets, lanes, v, srcLists, mask, rowLists: lists(targets, sparsity.rows) };
}

/** num and den [batch][targets] at active rows, NaN elsewhere. */
export function conductances(s: Synapses): { num: Float64Array; den: Float64Array } {
  const num = new Float64Array(s.batch * s.targets).fill(NaN);
  const den = num.slice();
  for (let b = 0; b < s.batch; b++) {
    for (const i of s.rowLists?.[b] ?? all(s.targets)) {
      let above = 0;
      let below = 0;
      (s.srcLists?.[b] ?? all(s.sources)).forEach((j, k) => {
        const synapse = s.lanes.subarray((j * s.targets + i) * 4);
        const [w, mu, sigma, e] = [synapse[0]!, synapse[1]!, synapse[2]!, synapse[3]!];
        const x = sigma * (s.v[b * s.sources + j]! - mu);
        const activation = ((s.mask?.[b]?.[k] ?? 1) * w) / (1 + Math.exp(-x));
        above += activation * e;
        below += activation;
      });
      num[b * s.targets + i] = above;
      den[b * s.targets + i] = below;
    }
  }
  return { num, den };
}

/** Parameters and inputs of one unfold: cmt, gl, glvl [units], the others [batch][units]. */
export interface Unfold {
  batch: number;
  units: number;
  cmt: Float64Array;
  gl: Float64Array;
  glvl: Float64Array;
  num: Float64Array;
  den: Float64Array;
  numIn: Float64Array;
  denIn: Float64Array;
  vPrev: Float64Array;
  rowLists: Lists;
}

/** Voltages after the unfold at active rows, NaN elsewhere. */
export function voltages(u: Unfold): Float64Array {
  const v = new Float64Array(u.batch * u.units).fill(NaN);
  for (let b = 0; b < u.batch; b++) {
    for (const i of u.rowLists?.[b] ?? all(u.units)) {
      const k = b * u.units + i;
      const above = u.cmt[i]! * u.vPrev[k]! + u.glvl[i]! + u.num[k]! + u.numIn[k]!;
      v[k] = above / (u.cmt[i]! + u.gl[i]! + u.den[k]! + u.denIn[k]! + 1e-8);
    }
  }
  return v;
}

/** Central difference of `loss` in each of `values`, which are left as they were. */
export function slopes(values: Float64Array | number[], loss: () => number): number[] {
  const step = 1e-5;
  return Array.from({ length: values.length }, (_, k) => {
    const was = values[k]!;
    values[k] = was + step;
    const up = loss();
    values[k] = was - step;
    const down = loss();
    values[k] = was;
    return (up - down) / (2 * step);
  });
}

/** Sum of products where `x` is a number: loss whose gradient in x is `weights`. */
export function weighted(x: Float64Array, weights: Float64Array): number {
  return x.reduce((sum, value, k) => (Number.isNaN(value) ? sum : sum + value * weights[k]!), 0);
}
