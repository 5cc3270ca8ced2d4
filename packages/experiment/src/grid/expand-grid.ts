/** Expands a profile of an experiment into its runs. */
import { count, groupBy } from '@dsrnn/portable';
import type { RunSpec } from '@dsrnn/records';
import { hasPlace, hasRun, placesIn, taskLabel, type Trained } from '../declare/blocks.ts';
import { ConfigError } from '../declare/config-error.ts';
import type { LoadedExperiment } from '../declare/load-experiment.ts';
import { suggestion } from '../declare/nearest-name.ts';
import type { Registries } from '../spec/registries.ts';
import type { Labelled, ResolvedProfile } from '../declare/resolved-profile.ts';
import { filterFields, formatRunFilter, type RunFilter } from './run-filter.ts';
import { runKey } from '../identity/run-key.ts';

/** A run of the grid: its spec, fully resolved, and the names under which the experiment lists its parts. */
export interface GridRun {
  readonly key: string;
  readonly spec: RunSpec;
  readonly labels: {
    readonly architecture: string;
    readonly method: string;
    /** `<stream>/<strategy>` where the experiment has strategies: what compares is of one task and strategy. */
    readonly task: string;
    /** Label of the task as the experiment lists it. */
    readonly stream: string;
    readonly strategy: string | null;
    readonly recipe: string;
  };
  /** Whether its validation score has a part in the choice of a recipe for its place; false for a seed that follows. */
  readonly tunes: boolean;
  /** Seeds of its place that are run at the best learning rate alone, once that is known, those that the filter keeps. */
  readonly followers: readonly number[];
}

/** A run before it has a spec. */
interface Cell extends Trained, Pick<GridRun, 'tunes' | 'followers'> {
  readonly recipe: Labelled<RunSpec['train']>;
  readonly seed: number;
}

/** The place of the grid that a run fills with its recipe and its seed. */
export type Place = Pick<GridRun['labels'], 'architecture' | 'method' | 'task'> & {
  readonly sparsity: number;
};

/** A place as text, for maps. */
export function placeOf({ architecture, task, method, sparsity }: Place): string {
  return JSON.stringify([architecture, task, method, sparsity]);
}

/** A recipe that a place is trained with, by all of its seeds or by those alone that tune. */
export interface Tried extends Labelled<RunSpec['train']> {
  readonly seeds: 'all' | 'tuning';
}

/** The recipes that a place is trained with, by `placeOf`. */
type RecipesAt = (place: string) => readonly Tried[];

/**
 * The runs of `profile` as it declares them, before learning rates are added to it (see tuning/grow-grid.ts): the union of
 * its blocks, each run once, whatever the order of the blocks. They are ordered by architecture, task with strategy, method,
 * sparsity, recipe, seed, each as the lists of the profile and then those of its blocks first name it. Dense methods
 * appear at sparsity 0 only, sparse ones above it. `seedCount` keeps the first seeds of each place. Where some seeds tune
 * and the others follow, only those that tune are there yet. Labels with the same settings have runs with the same key, see
 * `distinctRuns`.
 *
 * Throws ConfigError for an unknown profile, a filter value that the profile does not have, more seeds than the
 * profile lists, and when no run is left (it says which filter dropped them).
 */
export function expandGrid(
  experiment: LoadedExperiment,
  profile: string,
  only: RunFilter = {},
  seedCount?: number,
): GridRun[] {
  const { recipes } = profileOf(experiment, profile);
  const tried = recipes.map((recipe): Tried => ({ ...recipe, seeds: 'tuning' }));
  return expandCells(experiment, profile, only, seedCount, () => tried);
}

/** `expandGrid` with other recipes than the profile lists, each place with its own. */
export function expandCells(
  experiment: LoadedExperiment,
  profile: string,
  only: RunFilter,
  seedCount: number | undefined,
  recipesAt: RecipesAt,
): GridRun[] {
  const grid = profileOf(experiment, profile);
  const { registries } = experiment;
  checkSeedCount(seedCount, grid, experiment, profile);
  const cells = cellsOf(grid, registries, seedCount, recipesAt);
  checkFilterValues(only, cells, profile);
  const chosen = cells.filter((cell) => passes(cell, only));
  if (chosen.length === 0) fail(experiment, profile, whyFiltered(only, cells));
  return chosen.map((cell) => toRun({ ...cell, followers: followersOf(cell, only) }, experiment, grid));
}

/**
 * What is computed for `runs`: each key once, in the order of its first row. A run that stands in several rows, because
 * labels have the same settings, is named by all of them: `ds = ds-again`.
 */
export function distinctRuns(runs: readonly GridRun[]): GridRun[] {
  return [...groupBy(runs, ({ key }) => key).values()].map(([first, ...others]) => {
    if (others.length === 0) return first!;
    const rows = [first!, ...others];
    const joined = (name: keyof GridRun['labels']): string =>
      [...new Set(rows.map(({ labels }) => labels[name]))].join(' = ');
    const { strategy } = first!.labels;
    return {
      ...first!,
      labels: {
        architecture: joined('architecture'),
        method: joined('method'),
        task: joined('task'),
        stream: joined('stream'),
        strategy: strategy === null ? null : joined('strategy'),
        recipe: joined('recipe'),
      },
    };
  });
}

/** The resolved profile. Throws ConfigError that lists the known ones. */
export function profileOf(experiment: LoadedExperiment, profile: string): ResolvedProfile {
  const grid = experiment.resolved[profile];
  if (grid === undefined) {
    const message = `unknown profile "${profile}"${suggestion(profile, experiment.profiles)}`;
    throw new ConfigError([{ file: experiment.file, line: null, path: 'profiles', message }]);
  }
  return grid;
}

function cellsOf(
  grid: ResolvedProfile,
  registries: Registries,
  seedCount: number | undefined,
  recipesAt: RecipesAt,
): Cell[] {
  return placesIn(grid, grid.learned, registries).flatMap((place) => {
    const blocks = grid.blocks.filter((block) => hasPlace(block, place));
    if (blocks.length === 0) return [];
    const seeds = grid.seeds
      .filter((seed) => blocks.some((block) => block.seeds.includes(seed)))
      .slice(0, seedCount);
    const tuning = seeds.slice(0, grid.rates?.seeds);
    const followers = seeds.slice(tuning.length);
    return recipesAt(placeOfParts(place)).flatMap(({ seeds: taken, ...recipe }) =>
      (taken === 'all' ? seeds : tuning)
        .filter((seed) => blocks.some((block) => hasRun(block, recipe.label, seed)))
        .map((seed) => ({ ...place, recipe, seed, tunes: tuning.includes(seed), followers })),
    );
  });
}

/** Of one recipe that was asked for it is not said that others follow: it may not be the best. */
function followersOf({ followers }: Cell, { seed, recipe }: RunFilter): readonly number[] {
  return recipe === undefined ? followers.filter((follower) => seed?.includes(follower) ?? true) : [];
}

function toRun(
  { architecture, task, strategy, method, sparsity, recipe, seed, tunes, followers }: Cell,
  experiment: LoadedExperiment,
  grid: ResolvedProfile,
): GridRun {
  const { registries } = experiment;
  const probes = grid.probes.filter(({ kind }) => registries.probeApplies(kind, method.config.kind));
  const spec: RunSpec = {
    architecture: architecture.config,
    method: method.config,
    sparsity,
    sparsityOf: experiment.sparsityOf,
    task: task.config,
    ...(strategy === null ? {} : { strategy: strategy.config }),
    train: recipe.config,
    seed,
    backend: experiment.backend,
    engine: experiment.engine,
    ...(probes.length === 0 ? {} : { probes }),
  };
  const labels = {
    architecture: architecture.label,
    method: method.label,
    task: taskLabel({ task, strategy }),
    stream: task.label,
    strategy: strategy?.label ?? null,
    recipe: recipe.label,
  };
  return { key: runKey(spec, registries), spec, labels, tunes, followers };
}

function placeOfParts({ architecture, task, strategy, method, sparsity }: Trained): string {
  return placeOf({
    architecture: architecture.label,
    task: taskLabel({ task, strategy }),
    method: method.label,
    sparsity,
  });
}

function checkSeedCount(
  count: number | undefined,
  { seeds }: ResolvedProfile,
  experiment: LoadedExperiment,
  profile: string,
): void {
  if (count === undefined || (Number.isInteger(count) && count >= 1 && count <= seeds.length)) return;
  const message = `expected 1 … ${String(seeds.length)}, the seeds that profile ${profile} of ${experiment.id} lists, got ${String(count)}`;
  throw new ConfigError([{ file: '--seed-count', line: null, path: '', message }]);
}

type FieldValue = string | number;

function valueOf(cell: Cell, field: (typeof filterFields)[number]): FieldValue | undefined {
  return field === 'sparsity' || field === 'seed' ? cell[field] : cell[field]?.label;
}

function passes(cell: Cell, only: RunFilter): boolean {
  return filterFields.every((field) => {
    const wanted: readonly FieldValue[] | undefined = only[field];
    const value = valueOf(cell, field);
    return wanted === undefined || (value !== undefined && wanted.includes(value));
  });
}

function checkFilterValues(only: RunFilter, cells: readonly Cell[], profile: string): void {
  const problems = filterFields.flatMap((field) => {
    const followers = field === 'seed' ? cells.flatMap((cell) => cell.followers) : [];
    const known = [...new Set([...cells.flatMap((cell) => valueOf(cell, field) ?? []), ...followers])];
    const unknown = ((only[field] ?? []) as readonly FieldValue[]).filter((value) => !known.includes(value));
    return unknown.map(
      (value) =>
        `no run of profile ${profile} has ${field}=${String(value)}${suggestion(String(value), known.map(String))}`,
    );
  });
  if (problems.length > 0) {
    throw new ConfigError(problems.map((message) => ({ file: '--only', line: null, path: '', message })));
  }
}

function whyFiltered(only: RunFilter, cells: readonly Cell[]): string {
  const counts = filterFields.flatMap((field) => {
    if (only[field] === undefined) return [];
    const part: RunFilter = { [field]: only[field] };
    return [`${formatRunFilter(part)} keeps ${String(cells.filter((cell) => passes(cell, part)).length)}`];
  });
  const hint = cells.some(({ followers }) => followers.some((seed) => only.seed?.includes(seed)))
    ? 'seeds that do not tune are run at the best learning rate, once those that do have results'
    : 'dense methods run at sparsity 0 only, sparse ones above it';
  return `no run passes --only ${formatRunFilter(only)}: of ${count(cells.length, 'run')} ${counts.join(', ')}, none passes all (${hint})`;
}

function fail(experiment: LoadedExperiment, profile: string, message: string): never {
  throw new ConfigError([{ file: experiment.file, line: null, path: `profiles.${profile}`, message }]);
}
