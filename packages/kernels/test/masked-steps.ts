/** Cases of masked steps: listed rows with masks between 0 and 1, other units at rest. */
import { activeLists, everything, type Lists } from './lists.ts';
import { numbers, uniform } from './numbers.ts';

/** One batch of a masked step; arrays [batch][units], gates [batch][units][4]. */
export interface MaskedCase {
  readonly batch: number;
  readonly units: number;
  readonly rows: Lists;
  readonly all: boolean;
  readonly mask: Float32Array;
  readonly a: Float32Array;
  readonly hPrev: Float32Array;
  readonly cPrev: Float32Array;
  readonly dh: Float32Array;
  readonly dc: Float32Array;
}

/** Samples with no, one, all and some rows; some listed rows have mask 0 or 1. */
export function maskedCase(seed: number, units: number, all: boolean): MaskedCase {
  const shares = [0, -1, 1, 0.3, 0.5, 0.9];
  const batch = shares.length;
  const rows = all ? everything(units, batch) : activeLists(seed, units, shares, units + 1);
  const mask = new Float32Array(batch * units);
  const draw = uniform(seed + 1);
  rows.indices.forEach((indices, b) => {
    for (const row of indices) {
      const u = draw();
      mask[b * units + row] = u < 0.4 ? 1 : u < 0.5 ? 0 : draw();
    }
  });
  const size = batch * units;
  return {
    batch,
    units,
    rows,
    all,
    mask,
    a: numbers(seed + 2, size * 4, 2),
    hPrev: numbers(seed + 3, size),
    cPrev: numbers(seed + 4, size, 2),
    dh: numbers(seed + 5, size),
    dc: numbers(seed + 6, size),
  };
}

/** Unit counts around the kernels' groups of four. */
export const maskedCases = [1, 2, 3, 4, 5, 8, 13, 31].flatMap((units) =>
  [true, false].flatMap((all) => ([1, 0] as const).map((carry) => ({ units, all, carry }))),
);

/** Which numbers belong to listed rows; `lanes` numbers a row. */
export function listedNumbers({ batch, units, rows }: MaskedCase, lanes: number): boolean[] {
  const listed = Array.from({ length: batch * units * lanes }, () => false);
  rows.indices.forEach((indices, b) => {
    for (const row of indices) {
      for (let lane = 0; lane < lanes; lane++) listed[(b * units + row) * lanes + lane] = true;
    }
  });
  return listed;
}
