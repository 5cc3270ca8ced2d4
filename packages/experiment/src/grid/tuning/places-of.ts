/** Groups of runs. */
import { groupBy } from '@dsrnn/portable';
import { placeOf, type GridRun } from '../expand-grid.ts';

/** Runs by the place that they fill with a recipe and a seed, in the order in which places first appear. */
export function placesOf(runs: readonly GridRun[]): ReadonlyMap<string, readonly GridRun[]> {
  return groupBy(runs, ({ labels, spec: { sparsity } }) => placeOf({ ...labels, sparsity }));
}
