/** Cases of products over groups: lists, and weights and gates in panels by their definition. */
import { numbers } from './numbers.ts';
import { activeLists, type Lists } from './lists.ts';

const PANEL = 8;

/** Sizes of a case; the batch has empty, single, full and mixed lists. */
export interface GroupShape {
  readonly units: number;
  readonly groupSize: number;
  readonly gates: number;
  readonly batch: number;
}

/** Groups of a number of units. */
export const groupsOf = ({ units, groupSize }: Pick<GroupShape, 'units' | 'groupSize'>): number =>
  Math.ceil(units / groupSize);

/** Ascending groups a sample; lists of the same seed and shape are the same. */
export function groupLists(seed: number, shape: GroupShape, spare = 1): Lists {
  const shares = [0.4, 0, -1, 1, 0.3, 0.6, 0.3];
  const groups = groupsOf(shape);
  const repeated = Array.from({ length: shape.batch }, (_, b) => shares[b % shares.length]!);
  return activeLists(seed, groups, repeated, groups + spare);
}

/** A mask [batch][units] that opens what is listed, with a value for each group. */
export function maskOf(lists: Lists, { units, groupSize }: GroupShape, value = 1): Float32Array {
  const mask = new Float32Array(lists.counts.length * units);
  lists.indices.forEach((groups, b) => {
    for (const q of groups) {
      mask.fill(value, b * units + q * groupSize, b * units + Math.min(units, (q + 1) * groupSize));
    }
  });
  return mask;
}

/** Place of a gate of a unit within the panels of a group. */
export const inGroup = (gates: number, unit: number, gate: number): number =>
  Math.floor(unit / PANEL) * gates * PANEL + gate * PANEL + (unit % PANEL);

/** Panels [panels][padded][gates][8] of gate-major w [columns][gates * units], by definition. */
export function panels(w: Float32Array, columns: number, padded: number, shape: GroupShape): Float32Array {
  const { units, gates, groupSize } = shape;
  const count = (groupsOf(shape) * groupSize) / PANEL;
  const out = new Float32Array(count * padded * gates * PANEL);
  for (let c = 0; c < columns; c++) {
    for (let g = 0; g < gates; g++) {
      for (let u = 0; u < units; u++) {
        const panel = Math.floor(u / PANEL);
        out[((panel * padded + c) * gates + g) * PANEL + (u % PANEL)] = w[(c * gates + g) * units + u]!;
      }
    }
  }
  return out;
}

/** Number of column `c` of a group's gate and unit in panels. */
export function panelAt(
  { gates, groupSize }: GroupShape,
  columns: number,
  group: number,
  c: number,
  unit: number,
  gate: number,
): number {
  const panel = (group * groupSize) / PANEL + Math.floor(unit / PANEL);
  return ((panel * columns + c) * gates + gate) * PANEL + (unit % PANEL);
}

/** Every listed group of every sample, with its slot. */
export function* listed(lists: Lists): Generator<{ b: number; slot: number; group: number }> {
  for (const [b, groups] of lists.indices.entries()) {
    for (const [slot, group] of groups.entries()) yield { b, slot, group };
  }
}

/** A product in float32. */
export const times = (a: number, b: number): number => Math.fround(a * b);
/** A sum in float32. */
export const plus = (a: number, b: number): number => Math.fround(a + b);

/** Lists turned around, by definition: starts and entries of place and sample. */
export function inverse(lists: Lists, groups: number): { starts: Int32Array; entries: Int32Array } {
  const starts = new Int32Array(groups + 1);
  const entries: number[] = [];
  for (let q = 0; q < groups; q++) {
    starts[q] = entries.length / 2;
    for (const { b, slot, group } of listed(lists)) {
      if (group === q) entries.push(b * lists.stride + slot, b);
    }
  }
  starts[groups] = entries.length / 2;
  const all = new Int32Array(lists.list.length * 2).fill(-1);
  all.set(entries);
  return { starts, entries: all };
}

/** Random numbers in panels of what is listed, [batch][slots][panels][gates][8]. */
export const gatesOf = (seed: number, lists: Lists, { gates, groupSize }: GroupShape): Float32Array =>
  numbers(seed, lists.list.length * gates * groupSize);
