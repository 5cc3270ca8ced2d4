/**
 * Gated cells that read what the step before wrote, in plain numbers of double precision: written from the equations alone,
 * one sample at a time, for tests of the engines.
 */

/** Parameters of a cell, row-major. */
export type Values = Readonly<Record<string, readonly number[]>>;

/** Which cell, and its sizes. */
export interface PlainCell {
  readonly kind: string;
  readonly features: number;
  readonly units: number;
  readonly unfolds: number;
  readonly elapsed: number;
}

/** Parts of the state by name, `[units]` each. */
type Parts = Readonly<Record<string, readonly number[]>>;

/** What a step reads: x, the masks of its columns and of its rows. */
interface Reading {
  readonly x: readonly number[];
  readonly columns: readonly number[];
  readonly rows: readonly number[];
}

const sigmoid = (v: number): number => 1 / (1 + Math.exp(-v));
const softplus = (v: number): number => Math.log(1 + Math.exp(v));
const of = (values: Values, name: string): readonly number[] => {
  const found = values[name];
  if (found === undefined) throw new Error(`no parameter ${name}`);
  return found;
};
const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/**
 * States h_1 … h_T of one sample. `masks[t]` `[units]` are the rows of step t and the columns of step t + 1; at the first
 * step there are no columns.
 */
export function plainStates(
  cell: PlainCell,
  values: Values,
  xs: readonly (readonly number[])[],
  masks: readonly (readonly number[])[],
  inactive: 'carry' | 'zero',
): number[][] {
  const zeros = range(cell.units).map(() => 0);
  let state: Parts = cell.kind === 'lstm' ? { h: zeros, c: zeros } : { h: zeros };
  return xs.map((x, t) => {
    const rows = masks[t] as readonly number[];
    const columns = t === 0 ? zeros : (masks[t - 1] as readonly number[]);
    const before = state;
    const candidate = candidateOf(cell, values, { x, columns, rows }, before);
    state = Object.fromEntries(
      Object.entries(candidate).map(([name, fresh]) => [
        name,
        fresh.map((value, i) => {
          const [m, old] = [rows[i] as number, (before[name] as readonly number[])[i] as number];
          return inactive === 'carry' ? old + m * (value - old) : m * value;
        }),
      ]),
    );
    return [...(state['h'] as readonly number[])];
  });
}

function candidateOf(cell: PlainCell, values: Values, reading: Reading, state: Parts): Parts {
  if (cell.kind === 'lstm') return lstm(cell, values, reading, state);
  if (cell.kind === 'gru') return gru(cell, values, reading, state);
  return ltc(cell, values, reading, state);
}

/** Gate g of unit i of a product: Σ_j w[j, g·units + i] u_j. */
function product(w: readonly number[], u: readonly number[], columns: number, at: number): number {
  return u.reduce((sum, value, j) => sum + value * (w[j * columns + at] as number), 0);
}

function lstm({ units }: PlainCell, values: Values, { x, columns }: Reading, state: Parts): Parts {
  const h = of(state, 'h').map((value, j) => value * (columns[j] as number));
  const gate = (g: number, i: number): number =>
    (of(values, 'b')[g * units + i] as number) +
    product(of(values, 'wx'), x, 4 * units, g * units + i) +
    product(of(values, 'wh'), h, 4 * units, g * units + i);
  const c = range(units).map(
    (i) => sigmoid(gate(1, i)) * (of(state, 'c')[i] as number) + sigmoid(gate(0, i)) * Math.tanh(gate(3, i)),
  );
  return { h: c.map((value, i) => sigmoid(gate(2, i)) * Math.tanh(value)), c };
}

function gru({ units }: PlainCell, values: Values, { x, columns }: Reading, state: Parts): Parts {
  const old = of(state, 'h');
  const h = old.map((value, j) => value * (columns[j] as number));
  const ofX = (g: number, i: number): number =>
    (of(values, 'b')[g * units + i] as number) + product(of(values, 'wx'), x, 3 * units, g * units + i);
  const ofH = (g: number, i: number): number => product(of(values, 'wh'), h, 3 * units, g * units + i);
  return {
    h: range(units).map((i) => {
      const r = sigmoid(ofX(0, i) + ofH(0, i));
      const z = sigmoid(ofX(1, i) + ofH(1, i));
      const n = Math.tanh(ofX(2, i) + r * (ofH(2, i) + (of(values, 'bn')[i] as number)));
      return (1 - z) * n + z * (old[i] as number);
    }),
  };
}

/** In every solver pass synapses of units at rest send what these were before the step. */
function ltc(cell: PlainCell, values: Values, { x, columns, rows }: Reading, state: Parts): Parts {
  const { units, unfolds, elapsed } = cell;
  const before = of(state, 'h');
  const input = x.map(
    (value, k) => value * (of(values, 'inputScale')[k] as number) + (of(values, 'inputShift')[k] as number),
  );
  const received = (
    prefix: string,
    u: readonly number[],
    mask: readonly number[] | null,
    i: number,
  ): [number, number] => {
    let [current, conductance] = [0, 0];
    u.forEach((potential, j) => {
      const at = (name: string): number => of(values, prefix + name)[j * units + i] as number;
      const s = (mask?.[j] ?? 1) * Math.abs(at('w')) * sigmoid(at('sigma') * (potential - at('mu')));
      current += s * at('erev');
      conductance += s;
    });
    return [current, conductance];
  };
  let v: readonly number[] = before;
  for (let pass = 0; pass < unfolds; pass++) {
    const now = v;
    const sent = now.map((value, j) => {
      const old = before[j] as number;
      return old + (rows[j] as number) * (value - old);
    });
    v = range(units).map((i) => {
      const cm = (softplus(of(values, 'cm')[i] as number) * unfolds) / elapsed;
      const leak = softplus(of(values, 'gleak')[i] as number);
      const [sensed, open] = received('sensory.', input, null, i);
      const [current, conductance] = received('', sent, columns, i);
      const above = cm * (now[i] as number) + leak * (of(values, 'vleak')[i] as number) + sensed + current;
      return above / (cm + leak + open + conductance + 1e-8);
    });
  }
  return { h: v };
}
