/** Cases of products over groups. */
import { gatesOf, groupLists, groupsOf, inGroup, panels, type GroupShape } from './groups.ts';
import type { Lists } from './lists.ts';
import { numbers } from './numbers.ts';

/** Shapes: one panel and several, a group that ends early or in its first panel, columns of one block and of several. */
export const shapes: readonly GroupShape[] = [
  { units: 8, groupSize: 8, gates: 4, batch: 1 },
  { units: 5, groupSize: 8, gates: 3, batch: 7 },
  { units: 61, groupSize: 8, gates: 4, batch: 9 },
  { units: 40, groupSize: 16, gates: 3, batch: 14 },
  { units: 50, groupSize: 16, gates: 4, batch: 8 },
  { units: 96, groupSize: 32, gates: 4, batch: 7 },
  { units: 300, groupSize: 16, gates: 3, batch: 7 },
  { units: 271, groupSize: 8, gates: 4, batch: 7 },
];

/** Weights, active rows and columns, values and gradients. */
export interface Case {
  readonly shape: GroupShape;
  readonly rows: Lists;
  readonly cols: Lists;
  readonly groups: number;
  /** Columns that lists stand for, and in panels. */
  readonly columns: number;
  readonly padded: number;
  readonly w: Float32Array;
  readonly bias: Float32Array;
  readonly u: Float32Array;
  readonly da: Float32Array;
}

/** A case of that shape. */
export function makeCase(seed: number, shape: GroupShape): Case {
  const { units, gates, groupSize } = shape;
  const groups = groupsOf(shape);
  const columns = groups * groupSize;
  const rows = groupLists(seed, shape);
  const cols = groupLists(seed + 1, shape, 2);
  return {
    shape,
    rows,
    cols,
    groups,
    columns,
    padded: columns + 3,
    w: panels(numbers(seed + 2, units * gates * units), units, columns + 3, shape),
    bias: panels(numbers(seed + 3, gates * units), 1, 1, shape),
    u: numbers(seed + 4, cols.list.length * groupSize),
    da: gatesOf(seed + 5, rows, shape),
  };
}

/** The active columns of a sample, with the places of their values. */
export function* activeColumns({ cols, shape: { groupSize } }: Case, b: number): Generator<[number, number]> {
  for (const [slot, group] of cols.indices[b]!.entries()) {
    for (let i = 0; i < groupSize; i++) {
      yield [group * groupSize + i, (b * cols.stride + slot) * groupSize + i];
    }
  }
}

/** Places of a listed group's gates. */
export function* placesOf(
  { rows, shape }: Case,
  b: number,
  slot: number,
): Generator<[number, number, number]> {
  const size = shape.gates * shape.groupSize;
  for (let unit = 0; unit < shape.groupSize; unit++) {
    for (let gate = 0; gate < shape.gates; gate++) {
      yield [unit, gate, (b * rows.stride + slot) * size + inGroup(shape.gates, unit, gate)];
    }
  }
}
