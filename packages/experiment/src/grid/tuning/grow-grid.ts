/**
 * Extends the learning rates of a grid where the best one lies on an edge. A place is an (architecture, method, sparsity,
 * task, strategy) with all its seeds:
 *
 *   best rate = fewest diverged runs, then best mean validation score, then the lowest rate
 *   if it is the highest tried, the next higher rate is tried too; if the lowest, the next lower one; until it lies
 *   inside, or `most` rates were tried
 *
 * One rule and one cap for all methods. The grid is a function of the experiment and of the validation scores so far:
 * whoever has the same results has the same grid, whether a sweep was interrupted or not.
 */
import { groupBy } from '@dsrnn/portable';
import { bestTried, triedRecipe, type Outcome } from '@dsrnn/records';
import { distinctRuns, expandCells, expandGrid, profileOf, type GridRun } from '../expand-grid.ts';
import type { LoadedExperiment } from '../../declare/load-experiment.ts';
import type { RunFilter } from '../run-filter.ts';
import { placesOf } from './places-of.ts';
import { recipesBetween, type RateGrid } from '../../declare/rate-grid.ts';

/** The part of a result that may decide where to go on. */
export type Validated = Pick<Outcome, 'metric' | 'validationScore'>;

/** What is known of a run, undefined if it has no result. */
export type OutcomeOf = (key: string) => Validated | undefined;

/** The rates tried at a place: positions in the rate grid, both included. */
interface Span {
  readonly low: number;
  readonly high: number;
}

/**
 * The runs of `profile` with every extension that the results so far ask for, as `expandGrid` orders them. A place of
 * which runs lack is not extended. Where the profile lists its recipes this is `expandGrid`. `only` and `seedCount`
 * narrow the grid before it is tuned, save for `only.recipe`, which picks from the tuned grid. A filter of recipes and
 * seeds names runs outright: it picks from all rates that tuning could come to, as the seeds that it leaves out, which
 * have a say in the best rate, may have results elsewhere only.
 * Throws ConfigError as `expandGrid`.
 */
export function growGrid(
  experiment: LoadedExperiment,
  profile: string,
  outcomeOf: OutcomeOf,
  only: RunFilter = {},
  seedCount?: number,
): GridRun[] {
  const { rates } = profileOf(experiment, profile);
  if (rates === undefined) return expandGrid(experiment, profile, only, seedCount);
  if (only.recipe !== undefined && only.seed !== undefined) {
    return expandReach(experiment, profile, rates, only, seedCount);
  }
  const known = remembering(outcomeOf);
  const { recipe, ...where } = only;
  const spans = new Map<string, Span>();
  const at = (place: string): Span => spans.get(place) ?? { low: 0, high: rates.start.length - 1 };
  const expand = (filter: RunFilter): GridRun[] =>
    expandCells(experiment, profile, filter, seedCount, (place) =>
      recipesBetween(rates, at(place).low, at(place).high),
    );
  for (;;) {
    const runs = expand(where);
    const wider = [...placesOf(runs)].flatMap(([place, own]) => {
      const span = widened(at(place), own, rates, known);
      return span === null ? [] : [[place, span] as const];
    });
    if (wider.length === 0) return recipe === undefined ? runs : expand(only);
    for (const [place, span] of wider) spans.set(place, span);
  }
}

/** Every run that tuning could come to ask for: each place with all rates within reach. */
export function widestGrid(experiment: LoadedExperiment, profile: string): GridRun[] {
  const { rates } = profileOf(experiment, profile);
  if (rates === undefined) return expandGrid(experiment, profile);
  return expandReach(experiment, profile, rates, {}, undefined);
}

/** The grid with all rates within reach at every place. */
function expandReach(
  experiment: LoadedExperiment,
  profile: string,
  rates: RateGrid,
  only: RunFilter,
  seedCount: number | undefined,
): GridRun[] {
  const reach = rates.most - rates.start.length;
  const recipes = recipesBetween(rates, -reach, rates.most - 1);
  return expandCells(experiment, profile, only, seedCount, () => recipes);
}

/** How many runs a grid has in the end. */
export interface GridSize {
  readonly least: number;
  readonly most: number;
}

/**
 * The least and the most runs that a grid grown from the results so far can end with. An edge is left behind at the
 * earliest with three rates.
 */
export function finalSize(
  experiment: LoadedExperiment,
  profile: string,
  grown: readonly GridRun[],
  outcomeOf: OutcomeOf,
): GridSize {
  const { rates } = profileOf(experiment, profile);
  const distinct = distinctRuns(grown);
  if (rates === undefined) return { least: distinct.length, most: distinct.length };
  const sizes = [...placesOf(distinct).values()].map((runs): GridSize => {
    const tried = new Set(runs.map(({ labels }) => labels.recipe)).size;
    const done = runs.every(({ key }) => outcomeOf(key) !== undefined);
    const seeds = runs.length / tried;
    return done
      ? { least: runs.length, most: runs.length }
      : { least: seeds * Math.max(tried, Math.min(3, rates.most)), most: seeds * rates.most };
  });
  return {
    least: sizes.reduce((sum, { least }) => sum + least, 0),
    most: sizes.reduce((sum, { most }) => sum + most, 0),
  };
}

/** The span with the rates that the place asks for besides, null where it asks for none. */
function widened(span: Span, runs: readonly GridRun[], rates: RateGrid, outcomeOf: OutcomeOf): Span | null {
  const tried = [...groupBy(runs, ({ labels }) => labels.recipe).values()];
  const outcomes = tried.map((own) => own.flatMap(({ key }) => outcomeOf(key) ?? []));
  const metric = outcomes[0]?.[0]?.metric;
  if (metric === undefined || outcomes.flat().length < runs.length) return null;
  const best = bestTried(
    outcomes.map((own) => triedRecipe(own.map(({ validationScore }) => validationScore))),
    metric,
  );
  let room = rates.most - tried.length;
  const up = best === tried.length - 1 && room-- > 0 ? 1 : 0;
  const down = best === 0 && room-- > 0 ? 1 : 0;
  return up + down === 0 ? null : { low: span.low - down, high: span.high + up };
}

/** A grid is expanded once a round; each record is read from disk once. */
function remembering(outcomeOf: OutcomeOf): OutcomeOf {
  const seen = new Map<string, Validated | undefined>();
  return (key) => {
    if (!seen.has(key)) seen.set(key, outcomeOf(key));
    return seen.get(key);
  };
}
