/**
 * Overlap of the masks of pairs of examples, within a class and between classes, against two kinds of chance.
 *
 *   chance   mean soft Jaccard once every example's channels are permuted at random: what the sizes alone give
 *   p        (1 + #{shuffled labels whose within − between is ≥ the observed one}) / (1 + shuffles)
 */
import type { Rng } from '@dsrnn/portable';
import { cosine, softJaccard } from './soft-jaccard.ts';
import { rowOf, type Table } from './table.ts';

/** Means over all pairs of examples; null where there is no such pair. */
export interface PairOverlap {
  readonly all: number | null;
  readonly within: number | null;
  readonly between: number | null;
  readonly cosineWithin: number | null;
  readonly cosineBetween: number | null;
  readonly chance: number | null;
  /** One-sided p-value of within > between; null where one of them is. */
  readonly p: number | null;
}

/** Of sums in another order that would be equal in exact arithmetic. */
const TOLERANCE = 1e-12;

/** Overlap over all pairs of rows of `frequencies` `[examples, channels]` with class indices `labels`. */
export function pairOverlap(
  frequencies: Table,
  labels: ArrayLike<number>,
  permutations: number,
  rng: Rng,
): PairOverlap {
  const jaccards = overPairs(frequencies, softJaccard);
  const { within, between } = splitMeans(jaccards, labels, frequencies.rows);
  const cosines = splitMeans(overPairs(frequencies, cosine), labels, frequencies.rows);
  return {
    all: mean(jaccards),
    within,
    between,
    cosineWithin: cosines.within,
    cosineBetween: cosines.between,
    chance: mean(overPairs(permutedChannels(frequencies, rng.fork('channels')), softJaccard)),
    p:
      within === null || between === null
        ? null
        : separationP(jaccards, labels, within - between, permutations, rng.fork('labels')),
  };
}

/** Every row with its entries in an order of its own. */
export function permutedChannels({ rows, columns, values }: Table, rng: Rng): Table {
  const permuted = new Float64Array(values.length);
  for (let i = 0; i < rows; i++) {
    const order = rng.permutation(columns);
    for (let j = 0; j < columns; j++) permuted[i * columns + j] = values[i * columns + order[j]!]!;
  }
  return { rows, columns, values: permuted };
}

/** `measure` of rows (0, 1), (0, 2) … (1, 2) … */
export function overPairs(table: Table, measure: (f: Float64Array, g: Float64Array) => number): Float64Array {
  const rows = Array.from({ length: table.rows }, (_, i) => rowOf(table, i));
  const results = new Float64Array((rows.length * (rows.length - 1)) / 2);
  let at = 0;
  for (let a = 0; a < rows.length; a++) {
    for (let b = a + 1; b < rows.length; b++) results[at++] = measure(rows[a]!, rows[b]!);
  }
  return results;
}

/** Mean, or null of nothing. */
export function mean(values: Float64Array): number | null {
  let sum = 0;
  for (const value of values) sum += value;
  return values.length === 0 ? null : sum / values.length;
}

function splitMeans(
  ofPairs: Float64Array,
  labels: ArrayLike<number>,
  examples: number,
): { within: number | null; between: number | null } {
  const sums = [0, 0];
  const counts = [0, 0];
  let at = 0;
  for (let a = 0; a < examples; a++) {
    for (let b = a + 1; b < examples; b++) {
      const same = labels[a] === labels[b] ? 0 : 1;
      sums[same]! += ofPairs[at++]!;
      counts[same]! += 1;
    }
  }
  const [within, between] = sums.map((sum, i) => (counts[i] === 0 ? null : sum / counts[i]!));
  return { within: within ?? null, between: between ?? null };
}

function separationP(
  jaccards: Float64Array,
  labels: ArrayLike<number>,
  observed: number,
  permutations: number,
  rng: Rng,
): number {
  const examples = Math.round((1 + Math.sqrt(1 + 8 * jaccards.length)) / 2);
  let asLarge = 0;
  for (let i = 0; i < permutations; i++) {
    const shuffled = Array.from(rng.permutation(examples), (index) => labels[index]!);
    const { within, between } = splitMeans(jaccards, shuffled, examples);
    // The numbers of pairs within and between do not change with the order, so neither is null.
    if (within! - between! >= observed - TOLERANCE) asLarge += 1;
  }
  return (1 + asLarge) / (1 + permutations);
}
