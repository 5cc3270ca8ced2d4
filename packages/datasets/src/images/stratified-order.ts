import { groupBy, type Rng } from '@dsrnn/portable';

/**
 * A shuffled order of all examples in which each prefix, and each suffix, holds the classes in nearly the proportions
 * of the whole (each class within about one example). Every class is shuffled by its own stream `class-<c>`; the k-th
 * example of a class of n stands at (k + 1/2) / n of the way, ties by class index.
 * `labels` `[count]` are class indices; the result `[count]` is a permutation of the example indices.
 */
export function stratifiedOrder(labels: Uint8Array, rng: Rng): Int32Array {
  const members = groupBy(labels.keys(), (index) => labels[index]!);
  const places = [...members].flatMap(([label, indices]) => {
    const shuffled = rng.fork(`class-${label}`).permutation(indices.length);
    return Array.from(shuffled, (chosen, k) => ({
      index: indices[chosen]!,
      label,
      numerator: 2 * k + 1,
      denominator: indices.length,
    }));
  });
  // Fractions are compared as integer products, so that no rounding decides a tie.
  places.sort((a, b) => a.numerator * b.denominator - b.numerator * a.denominator || a.label - b.label);
  return Int32Array.from(places, (place) => place.index);
}
