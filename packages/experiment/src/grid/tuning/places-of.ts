/** Groups of runs. */
import { placeOf, type GridRun } from '../expand-grid.ts';

/** Runs by the place that they fill with a recipe and a seed, in the order in which places first appear. */
export function placesOf(runs: readonly GridRun[]): ReadonlyMap<string, readonly GridRun[]> {
  return groupRuns(runs, ({ labels, spec: { sparsity } }) => placeOf({ ...labels, sparsity }));
}

/** Runs by a name, in the order in which names first appear. */
export function groupRuns(
  runs: readonly GridRun[],
  name: (run: GridRun) => string,
): ReadonlyMap<string, readonly GridRun[]> {
  const groups = new Map<string, GridRun[]>();
  for (const run of runs) {
    const own = groups.get(name(run));
    if (own === undefined) groups.set(name(run), [run]);
    else own.push(run);
  }
  return groups;
}
