/**
 * The numbers of one group of parameters, from its pairs of examples and of class means. Unless said otherwise a mean is
 * over pairs of different classes, and pairs with a gradient that is 0 are left out.
 *
 *   cosine, abs-cosine      mean of cos and of |cos|
 *   same-class-cosine       mean of cos over pairs of one class
 *   conflict                share of pairs with ⟨g_a, g_b⟩ < 0
 *   bound                   mean of ρ_a ρ_b
 *   overlap                 mean of |B| / √(|S_a| |S_b|)
 *   kappa                   95th percentile (nearest rank) of ρ_a ρ_b / overlap where B is not empty
 *   inner                   mean of |⟨g_a, g_b⟩|, in units of loss per unit of learning rate
 *   zero                    number of examples whose gradient is 0
 *   violations              pairs that break theorem T1, of all classes, and of class means
 *   class-cosine, class-conflict, class-inner      the same on class means
 *   class-bound             mean over pairs of classes of the mean ρ_a ρ_b of their examples: unions of supports, which
 *                           class means have, grow with the class and say little
 *   class-mean-bound        mean of ρ_a ρ_b of the class means themselves
 */
import { groupBy } from '@dsrnn/portable';
import { violatesBound, type PairGeometry } from './pair-geometry.ts';

/** A group's pairs. In `examples`, a and b are positions in `labels`; in `classes`, positions among the classes. */
export interface GroupPairs {
  readonly examples: readonly PairGeometry[];
  readonly classes: readonly PairGeometry[];
  readonly labels: readonly number[];
  /** Examples whose gradient is 0. */
  readonly zero: number;
}

/** Measures by name, see above; one that does not exist is left out. */
export function groupMeasures({ examples, classes, labels, zero }: GroupPairs): Record<string, number> {
  const between = betweenClasses(examples, labels);
  const same = examples.filter(({ a, b }) => labels[a] === labels[b]);
  return {
    ...present({
      cosine: meanOf(between, ({ cosine }) => cosine),
      'abs-cosine': meanOf(between, ({ cosine }) => Math.abs(cosine)),
      'same-class-cosine': meanOf(same, ({ cosine }) => cosine),
      conflict: meanOf(between, conflicts),
      bound: meanOf(between, ({ bound }) => bound),
      overlap: meanOf(between, ({ overlap }) => overlap),
      kappa: percentile95(
        between.filter(({ overlap }) => overlap > 0).map(({ bound, overlap }) => bound / overlap),
      ),
      inner: meanOf(between, ({ inner }) => Math.abs(inner)),
      'class-cosine': meanOf(classes, ({ cosine }) => cosine),
      'class-conflict': meanOf(classes, conflicts),
      'class-inner': meanOf(classes, ({ inner }) => Math.abs(inner)),
      'class-bound': meanOverClassPairs(between, labels),
      'class-mean-bound': meanOf(classes, ({ bound }) => bound),
    }),
    zero,
    violations: [...examples, ...classes].filter(violatesBound).length,
  };
}

/** Pairs of different classes. */
export function betweenClasses(
  pairs: readonly PairGeometry[],
  labels: readonly number[],
): readonly PairGeometry[] {
  return pairs.filter(({ a, b }) => labels[a] !== labels[b]);
}

/** The value at the nearest rank of 95 %, or null of nothing. */
export function percentile95(values: readonly number[]): number | null {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.ceil((95 * sorted.length) / 100) - 1] ?? null;
}

function conflicts({ inner }: PairGeometry): number {
  return inner < 0 ? 1 : 0;
}

function meanOf(pairs: readonly PairGeometry[], value: (pair: PairGeometry) => number): number | null {
  if (pairs.length === 0) return null;
  let sum = 0;
  for (const pair of pairs) sum += value(pair);
  return sum / pairs.length;
}

function meanOverClassPairs(between: readonly PairGeometry[], labels: readonly number[]): number | null {
  const byClasses = groupBy(between, ({ a, b }) =>
    [labels[a] as number, labels[b] as number].sort((x, y) => x - y).join(' '),
  );
  let sum = 0;
  for (const members of byClasses.values()) sum += meanOf(members, ({ bound }) => bound) as number;
  return byClasses.size === 0 ? null : sum / byClasses.size;
}

function present(values: Readonly<Record<string, number | null>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, number] => entry[1] !== null),
  );
}
