/**
 * How a total number of weights is shared among matrices (Mocanu et al., 2018; Evci et al., 2020).
 *
 *   uniform       every matrix has the same density
 *   erdos-renyi   density_l = ε (in + out) / (in · out), ε solves the total; a matrix above 1 becomes dense and the
 *                 rest is solved again
 */
import type { WeightMatrix } from '@dsrnn/core';

/** How weights are allocated. */
export type Distribution = 'uniform' | 'erdos-renyi';

/** Ones per matrix, rounded, for an overall `density` in (0, 1]. */
export function onesPerMatrix(
  shapes: readonly WeightMatrix[],
  density: number,
  distribution: Distribution,
): Record<string, number> {
  const densities = distribution === 'uniform' ? shapes.map(() => density) : erdosRenyi(shapes, density);
  return Object.fromEntries(
    shapes.map((shape, i) => [shape.name, Math.round(size(shape) * (densities[i] as number))]),
  );
}

function erdosRenyi(shapes: readonly WeightMatrix[], density: number): number[] {
  const total = density * shapes.reduce((sum, shape) => sum + size(shape), 0);
  const full = new Set<number>();
  for (;;) {
    const open = shapes.flatMap((shape, i) => (full.has(i) ? [] : [{ shape, i }]));
    const taken = shapes.reduce((sum, shape, i) => sum + (full.has(i) ? size(shape) : 0), 0);
    const raw = open.reduce((sum, { shape }) => sum + shape.inputs + shape.outputs, 0);
    const epsilon = (total - taken) / raw;
    const densityOf = (shape: WeightMatrix): number =>
      (epsilon * (shape.inputs + shape.outputs)) / size(shape);
    const worst = open.reduce((a, b) => (densityOf(b.shape) > densityOf(a.shape) ? b : a));
    if (densityOf(worst.shape) <= 1) return shapes.map((shape, i) => (full.has(i) ? 1 : densityOf(shape)));
    full.add(worst.i);
  }
}

function size({ inputs, outputs }: WeightMatrix): number {
  return inputs * outputs;
}
