/**
 * Extends the learning rates of a grid where the best one lies on an edge. A place is an (architecture, method, sparsity,
 * task, strategy) with all its seeds:
 *
 *   best rate = fewest diverged runs, then best mean validation score, then the lowest rate
 *   if it is the highest tried, the next higher rate is tried too; if the lowest, the next lower one; until it lies
 *   inside, or `most` rates were tried
 *
 * Where a profile tunes with its first seeds alone, these decide, and the others follow at the best rate, once it is known.
 * One rule and one cap for all methods. The grid is a function of the experiment and of the validation scores so far:
 * whoever has the same results has the same grid, whether a sweep was interrupted or not.
 */
import { groupBy } from '@dsrnn/portable';
import { bestTried, triedRecipe, type Outcome } from '@dsrnn/records';
import {
  distinctRuns,
  expandCells,
  expandGrid,
  profileOf,
  type GridRun,
  type Tried,
} from '../expand-grid.ts';
import type { LoadedExperiment } from '../../declare/load-experiment.ts';
import type { RunFilter } from '../run-filter.ts';
import { placesOf } from './places-of.ts';
import { recipesBetween, type RateGrid } from '../../declare/rate-grid.ts';

/** The part of a result that may decide where to go on. */
export type Validated = Pick<Outcome, 'metric' | 'validationScore'>;

/** What is known of a run, undefined if it has no result. */
export type OutcomeOf = (key: string) => Validated | undefined;

/** How far a place is tuned, in positions of the rate grid. */
interface Span {
  /** The rates tried, both included. */
  readonly low: number;
  readonly high: number;
  /** The rate at which the seeds follow that do not tune; null until it is known. */
  readonly best: number | null;
}

/**
 * The runs of `profile` with every extension that the results so far ask for, as `expandGrid` orders them. A place of
 * which runs lack is not extended. Where the profile lists its recipes this is `expandGrid`. `only` and `seedCount`
 * narrow the grid before it is tuned, save for `only.recipe`, and for `only.seed` where not all seeds tune: these pick from
 * the tuned grid. A filter of recipes and seeds names runs outright: it picks from all rates that tuning could come to, as
 * the seeds that it leaves out, which have a say in the best rate, may have results elsewhere only.
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
  const { recipe, seed, ...others } = only;
  const picksSeeds = seed !== undefined && rates.seeds !== undefined;
  const where: RunFilter = seed === undefined || picksSeeds ? others : { ...others, seed };
  const spans = new Map<string, Span>();
  const at = (place: string): Span =>
    spans.get(place) ?? { low: 0, high: rates.start.length - 1, best: null };
  const expand = (filter: RunFilter): GridRun[] =>
    expandCells(experiment, profile, filter, seedCount, (place) => triedAt(at(place), rates));
  for (;;) {
    const runs = expand(where);
    const moved = [...placesOf(runs)].flatMap(([place, own]) => {
      const span = next(at(place), own, rates, known);
      return span === null ? [] : [[place, span] as const];
    });
    if (moved.length === 0) return recipe === undefined && !picksSeeds ? runs : expand(only);
    for (const [place, span] of moved) spans.set(place, span);
  }
}

function triedAt({ low, high, best }: Span, rates: RateGrid): Tried[] {
  return recipesBetween(rates, low, high).map((recipe, i) => ({
    ...recipe,
    seeds: low + i === best ? 'all' : 'tuning',
  }));
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
  const recipes = recipesBetween(rates, -reach, rates.most - 1).map((recipe): Tried => ({
    ...recipe,
    seeds: 'all',
  }));
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
    const tuning = runs.filter(({ tunes }) => tunes);
    // Where this holds, the seeds that follow are among the runs.
    const done = tuning.every(({ key }) => outcomeOf(key) !== undefined);
    if (done) return { least: runs.length, most: runs.length };
    const tried = new Set(tuning.map(({ labels }) => labels.recipe)).size;
    const seeds = tuning.length / tried;
    const followers = runs[0]!.followers.length;
    return {
      least: seeds * Math.max(tried, Math.min(3, rates.most)) + followers,
      most: seeds * rates.most + followers,
    };
  });
  return {
    least: sizes.reduce((sum, { least }) => sum + least, 0),
    most: sizes.reduce((sum, { most }) => sum + most, 0),
  };
}

/** The span with what the place asks for besides, further rates or seeds at the best one; null where it asks for nothing. */
function next(span: Span, runs: readonly GridRun[], rates: RateGrid, outcomeOf: OutcomeOf): Span | null {
  if (span.best !== null) return null;
  const tuning = runs.filter(({ tunes }) => tunes);
  const tried = [...groupBy(tuning, ({ labels }) => labels.recipe).values()];
  const outcomes = tried.map((own) => own.flatMap(({ key }) => outcomeOf(key) ?? []));
  const metric = outcomes[0]?.[0]?.metric;
  if (metric === undefined || outcomes.flat().length < tuning.length) return null;
  const best = bestTried(
    outcomes.map((own) => triedRecipe(own.map(({ validationScore }) => validationScore))),
    metric,
  );
  let room = rates.most - tried.length;
  const up = best === tried.length - 1 && room-- > 0 ? 1 : 0;
  const down = best === 0 && room-- > 0 ? 1 : 0;
  if (up + down > 0) return { low: span.low - down, high: span.high + up, best: null };
  return runs[0]!.followers.length === 0 ? null : { ...span, best: span.low + best };
}

/** A grid is expanded once a round; each record is read from disk once. */
function remembering(outcomeOf: OutcomeOf): OutcomeOf {
  const seen = new Map<string, Validated | undefined>();
  return (key) => {
    if (!seen.has(key)) seen.set(key, outcomeOf(key));
    return seen.get(key);
  };
}
