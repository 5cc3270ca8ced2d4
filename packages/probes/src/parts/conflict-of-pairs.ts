/** Angles between the gradients of parts, as measures and as a matrix. */
import type { ExampleGradients } from '../interference/example-gradients.ts';
import { pairGeometry, type PairGeometry } from '../interference/pair-geometry.ts';
import { addPairSums, pairSums } from '../interference/pair-sums.ts';

/** The pairs a < b of parts, in the parameters `names` together; without those of a gradient that is 0. */
export function partPairs(gradients: ExampleGradients, names: readonly string[]): PairGeometry[] {
  return pairGeometry(
    addPairSums(
      names.map((name) => {
        const vectors = gradients[name]!;
        return pairSums(vectors, Math.max(1, vectors[0]?.length ?? 1));
      }),
    ),
  );
}

/** `rate`: share of the pairs with cos < 0; `cosine`: mean cos. Both left out if there is no pair. */
export function conflictMeasures(pairs: readonly PairGeometry[]): Record<string, number> {
  if (pairs.length === 0) return {};
  let opposed = 0;
  let sum = 0;
  for (const { cosine } of pairs) {
    if (cosine < 0) opposed += 1;
    sum += cosine;
  }
  return { rate: opposed / pairs.length, cosine: sum / pairs.length };
}

/** `[parts][parts]`, 1 on the diagonal; null where one of two gradients is 0, and for a part without a pair. */
export function cosineMatrix(pairs: readonly PairGeometry[], parts: number): (number | null)[][] {
  const matrix = Array.from({ length: parts }, () => new Array<number | null>(parts).fill(null));
  for (const { a, b, cosine } of pairs) {
    matrix[a]![b] = cosine;
    matrix[b]![a] = cosine;
    matrix[a]![a] = 1;
    matrix[b]![b] = 1;
  }
  return matrix;
}
