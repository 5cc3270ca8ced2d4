/**
 * An LSTM in plain TypeScript that really skips what is inactive and counts every multiply-accumulate it does.
 *
 * Shares no code with the tensor implementation: it is the meaning of the MAC accounting. Float64, one sample at a time.
 */

/** Weights by name, row-major, and their sizes. */
export interface Weights {
  readonly wx: Float32Array;
  readonly wh: Float32Array;
  readonly b: Float32Array;
  readonly features: number;
  readonly units: number;
}

/** Products done so far. */
export interface Tally {
  core: number;
  router: number;
}

interface State {
  readonly h: readonly number[];
  readonly c: readonly number[];
}

/** Indices of the channels that take part in a step: what is read, and which units are computed (absent: h). */
export interface ActiveSet {
  readonly x: readonly number[];
  readonly h: readonly number[];
  readonly rows?: readonly number[];
}

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
const zeros = (n: number): number[] => Array<number>(n).fill(0);

/** All 0 … n − 1. */
export function everything(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}

/** Outputs of a sequence `xs[t][feature]` in which a step computes the active units from the active channels only. */
export function gatheredLstm(
  weights: Weights,
  xs: readonly (readonly number[])[],
  activeAt: (t: number, x: readonly number[], h: readonly number[]) => ActiveSet,
  inactive: 'carry' | 'zero',
  tally: Tally,
): number[][] {
  const { wx, wh, b, units } = weights;
  let state: State = { h: zeros(units), c: zeros(units) };
  return xs.map((x, t) => {
    const active = activeAt(t, x, state.h);
    const h = inactive === 'carry' ? [...state.h] : zeros(units);
    const c = inactive === 'carry' ? [...state.c] : zeros(units);
    for (const unit of active.rows ?? active.h) {
      const gates = [0, 1, 2, 3].map((gate) => {
        const column = gate * units + unit;
        let sum = b[column] as number;
        for (const i of active.x) {
          sum += (wx[i * 4 * units + column] as number) * (x[i] as number);
          tally.core += 1;
        }
        for (const j of active.h) {
          sum += (wh[j * 4 * units + column] as number) * (state.h[j] as number);
          tally.core += 1;
        }
        return sum;
      });
      [h[unit], c[unit]] = output(gates, state.c[unit] as number);
    }
    state = { h, c };
    return h;
  });
}

/** A delta network in incremental form: only the columns of channels that moved are multiplied. */
export function gatheredDelta(
  weights: Weights,
  xs: readonly (readonly number[])[],
  theta: { readonly x: number; readonly h: number },
  tally: Tally,
): number[][] {
  const { wx, wh, b, units, features } = weights;
  const memory = [...b];
  const sent = { x: zeros(features), h: zeros(units) };
  let state: State = { h: zeros(units), c: zeros(units) };
  const send = (w: Float32Array, values: readonly number[], last: number[], threshold: number): void => {
    values.forEach((value, i) => {
      const difference = value - (last[i] as number);
      if (Math.abs(difference) < threshold) return;
      last[i] = value;
      for (let column = 0; column < 4 * units; column++) {
        memory[column] = (memory[column] as number) + (w[i * 4 * units + column] as number) * difference;
        tally.core += 1;
      }
    });
  };
  return xs.map((x) => {
    send(wx, x, sent.x, theta.x);
    send(wh, state.h, sent.h, theta.h);
    const pairs = everything(units).map((unit) =>
      output(
        [0, 1, 2, 3].map((gate) => memory[gate * units + unit] as number),
        state.c[unit] as number,
      ),
    );
    state = { h: pairs.map(([h]) => h), c: pairs.map(([, c]) => c) };
    return [...state.h];
  });
}

/** Scores of a two-layer router, and the products they cost. */
export function routerScores(
  router: {
    readonly w1: Float32Array;
    readonly b1: Float32Array;
    readonly w2: Float32Array;
    readonly b2: Float32Array;
  },
  z: readonly number[],
  tally: Tally,
): number[] {
  const layer = (w: Float32Array, b: Float32Array, input: readonly number[]): number[] =>
    Array.from(b, (bias, column) => {
      let sum = bias;
      input.forEach((value, row) => {
        sum += (w[row * b.length + column] as number) * value;
        tally.router += 1;
      });
      return sum;
    });
  return layer(router.w2, router.b2, layer(router.w1, router.b1, z).map(Math.tanh));
}

/** Indices of the k largest scores, ascending. */
export function largest(scores: readonly number[], k: number): number[] {
  return everything(scores.length)
    .sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b)
    .slice(0, k)
    .sort((a, b) => a - b);
}

function output(gates: readonly number[], c: number): [number, number] {
  const [i, f, o, g] = gates as [number, number, number, number];
  const next = sigmoid(f) * c + sigmoid(i) * Math.tanh(g);
  return [sigmoid(o) * Math.tanh(next), next];
}
