/** Runs of a grid without a result: what a result lacks, and what only its tuning lacks. */
import { groupBy } from '@dsrnn/portable';
import type { GridRun } from '../expand-grid.ts';
import { placesOf } from './places-of.ts';

/** Runs that have no result. */
export interface MissingRuns {
  /** Of places that have no rate with all its seeds, those that follow too: nothing can be said of them. */
  readonly needed: readonly GridRun[];
  /** Of places that have one: their best learning rate is that of fewer rates, and may lie on an edge. */
  readonly tuning: readonly GridRun[];
}

/** Sorts the missing ones of `runs`. Where a profile lists its recipes (`tuned` is false) all of them are needed. */
export function missingRuns(
  runs: readonly GridRun[],
  has: (key: string) => boolean,
  tuned: boolean,
): MissingRuns {
  const missing = runs.filter(({ key }) => !has(key));
  if (!tuned) return { needed: missing, tuning: [] };
  const gone = new Set(missing);
  const shown = new Set(
    [...placesOf(runs).values()].filter(hasWholeRecipe).flatMap((own) => own.filter((run) => gone.has(run))),
  );
  return {
    needed: missing.filter((run) => !shown.has(run)),
    tuning: missing.filter((run) => shown.has(run)),
  };

  function hasWholeRecipe(own: readonly GridRun[]): boolean {
    // Where seeds follow, none has its rate while runs of tuning lack, and afterwards all that lack are of that rate.
    if (own.some(({ followers }) => followers.length > 0)) return false;
    const recipes = [...groupBy(own, ({ labels }) => labels.recipe).values()];
    return recipes.some((seeds) => seeds.every((run) => !gone.has(run)));
  }
}
