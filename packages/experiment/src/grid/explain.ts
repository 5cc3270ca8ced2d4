/** What a profile of an experiment will do, before it does it: its grid, its costs, its time. */
import { groupBy } from '@dsrnn/portable';
import type { SparsityUnit } from '@dsrnn/records';
import type { AbsentData } from './absent-data.ts';
import { distinctRuns, placeOf, profileOf, type GridRun } from './expand-grid.ts';
import type { LoadedExperiment } from '../declare/load-experiment.ts';
import { identityOf } from '../identity/run-key.ts';
import { gridNotices } from './grid-notices.ts';
import { planGrid } from './plan-grid.ts';
import type { ResolvedLists } from '../declare/resolved-profile.ts';
import type { RunFilter } from './run-filter.ts';
import type { RunStore } from '../store/run-store.ts';
import { measureThroughput, runSeconds, type Throughput } from './throughput.ts';
import { finalSize, growGrid, type Validated } from './tuning/grow-grid.ts';
import type { RateGrid } from '../declare/rate-grid.ts';

/** Cost of one (architecture, task, strategy, method, sparsity, recipe), the same for all its seeds. MACs: one step, one sample. */
export interface ExplainedCell {
  readonly architecture: string;
  /** `<stream>/<strategy>` where the experiment has strategies. */
  readonly task: string;
  readonly stream: string;
  readonly strategy: string | null;
  readonly method: string;
  readonly recipe: string;
  readonly sparsity: number;
  readonly units: number;
  readonly parameters: number;
  /** Recurrent core as run, router excluded. */
  readonly coreMacs: number;
  readonly totalMacs: number;
  /** Shares of the dense core. */
  readonly coreShare: number;
  readonly routerShare: number;
  readonly totalShare: number;
  readonly runs: number;
  readonly missing: number;
  /** Of those, runs that lack only probes, which are computed from a kept model without training. */
  readonly probed: number;
  /** Time of one run on one worker, if it trains. */
  readonly runSeconds: number;
}

/** What a cross product is made of, by label. */
export interface ExplainedAxes {
  readonly architectures: readonly string[];
  readonly methods: readonly string[];
  readonly sparsity: readonly number[];
  readonly tasks: readonly string[];
  /** Empty where each task is learned as one. */
  readonly strategies: readonly string[];
  readonly seeds: readonly number[];
  readonly recipes: readonly string[];
}

/** Plain data; `formatExplanation` draws it. */
export interface Explanation {
  readonly id: string;
  readonly title: string;
  readonly claim: string;
  readonly profile: string;
  readonly backend: string;
  readonly engine: string;
  readonly sparsityOf: SparsityUnit;
  /** All that some block has. */
  readonly axes: ExplainedAxes;
  /** The cross products whose union is the grid. */
  readonly blocks: readonly ExplainedAxes[];
  /** How the learning rate is tuned; null where the recipes are all there are. */
  readonly rates: Omit<RateGrid, 'base'> | null;
  readonly train: Readonly<Record<string, unknown>>;
  readonly runs: {
    readonly total: number;
    /** Rows of the grid whose run is that of another row: labels with the same settings. */
    readonly shared: number;
    readonly stored: number;
    readonly missing: number;
    /** Of the missing ones, those whose training is stored with its model: only probes are computed. */
    readonly probed: number;
    /** Of the missing ones, those that ended in an error last time. */
    readonly failed: number;
    /** The whole grid in the end: `total` is what is known by now. */
    readonly least: number;
    readonly most: number;
  };
  readonly cells: readonly ExplainedCell[];
  /** Data that runs to do need and this machine does not have. */
  readonly absent: readonly AbsentData[];
  /** What the settings do that a reader may not expect. */
  readonly notices: readonly string[];
  /** How each method spends its budget. */
  readonly methodNotes: readonly { readonly method: string; readonly note: string }[];
  /** What each strategy does. */
  readonly strategyNotes: readonly { readonly strategy: string; readonly note: string }[];
  readonly time: {
    /** The missing runs that train, one worker. */
    readonly missingSeconds: number;
    readonly macsPerSecond: number;
    /** What the speed rests on, and how many runs were timed or tried for it. */
    readonly basis: Throughput['basis'];
    readonly timedRuns: number;
    /** Pairs of architecture and method that were tried besides. */
    readonly tried: number;
    /** Of those tried, pairs of which a smaller run stands for the costliest. */
    readonly smaller: number;
    /** Pairs that would have taken too long to try: the mean speed stands for theirs. */
    readonly reckoned: number;
  };
}

/** What narrows or informs an explanation. */
export interface ExplainOptions {
  readonly only?: RunFilter;
  readonly seedCount?: number;
  readonly throughput?: Throughput;
  /** Data that are not on this machine, see `absentData`; left out: not looked for. */
  readonly absent?: readonly AbsentData[];
}

/**
 * Explains the runs of `profile` that pass `only`. Speed is measured from stored runs of the whole profile on this
 * machine unless `throughput` is given. Throws ConfigError as `expandGrid` and `planGrid`, StoreError for a damaged record.
 */
export function explainExperiment(
  experiment: LoadedExperiment,
  profile: string,
  store: RunStore,
  options: ExplainOptions = {},
): Explanation {
  const { registries } = experiment;
  const outcomeOf = (key: string): Validated | undefined => store.get(key)?.outcome;
  const runs = growGrid(experiment, profile, outcomeOf, options.only, options.seedCount);
  const throughput =
    options.throughput ?? measureThroughput(growGrid(experiment, profile, outcomeOf), store, registries);
  const distinct = distinctRuns(runs);
  const unstored = distinct.filter(({ key }) => !store.has(key));
  const missing = new Set(unstored.map(({ key }) => key));
  const probed = new Set(
    unstored
      .filter(({ spec }) => store.models.candidate(identityOf(spec, registries), registries) !== undefined)
      .map(({ key }) => key),
  );
  // What several rows share is the work of the first of them.
  const left = new Set(missing);
  const cells = groups(runs).map((group) => {
    const cell = explainCell(group, left, probed, throughput, experiment);
    for (const { key } of group) left.delete(key);
    return cell;
  });
  const grid = profileOf(experiment, profile);
  // One recipe of the tuned grid is what was asked for, however many there are.
  const size =
    options.only?.recipe === undefined
      ? finalSize(experiment, profile, runs, outcomeOf)
      : { least: distinct.length, most: distinct.length };
  const recipes = labelsOf(grid.recipes);
  const kinds = new Map(runs.map(({ labels: { method }, spec }) => [method, spec.method.kind]));
  return {
    id: experiment.id,
    title: experiment.title,
    claim: experiment.claim,
    profile,
    backend: experiment.backend,
    engine: experiment.engine,
    sparsityOf: experiment.sparsityOf,
    axes: axesOf(grid, recipes),
    blocks: grid.blocks.map((block) => axesOf(block, block.recipes ?? recipes)),
    rates: grid.rates === undefined ? null : ratesOf(grid.rates),
    train: grid.train,
    runs: {
      total: distinct.length,
      shared: runs.length - distinct.length,
      stored: distinct.length - missing.size,
      missing: missing.size,
      probed: probed.size,
      failed: [...missing].filter((key) => store.failure(key) !== undefined).length,
      ...size,
    },
    cells,
    absent: options.absent ?? [],
    notices: gridNotices(runs, planGrid(experiment, runs)),
    methodNotes: [...kinds].map(([method, kind]) => ({ method, note: registries.methodSummary(kind) })),
    strategyNotes: (grid.strategies ?? []).map(({ label, config }) => ({
      strategy: label,
      note: registries.strategySummary(config.kind),
    })),
    time: {
      missingSeconds: cells.reduce((sum, cell) => sum + (cell.missing - cell.probed) * cell.runSeconds, 0),
      macsPerSecond: throughput.macsPerSecond,
      basis: throughput.basis,
      timedRuns: throughput.runs,
      tried: throughput.tried ?? 0,
      smaller: throughput.smaller ?? 0,
      reckoned: throughput.reckoned ?? 0,
    },
  };
}

function axesOf(lists: ResolvedLists, recipes: readonly string[]): ExplainedAxes {
  return {
    architectures: labelsOf(lists.architectures),
    methods: labelsOf(lists.methods),
    sparsity: lists.sparsity,
    tasks: labelsOf(lists.tasks),
    strategies: labelsOf(lists.strategies ?? []),
    seeds: lists.seeds,
    recipes,
  };
}

function labelsOf(entries: readonly { readonly label: string }[]): string[] {
  return entries.map(({ label }) => label);
}

function ratesOf({ base: _, ...rates }: RateGrid): NonNullable<Explanation['rates']> {
  return rates;
}

function explainCell(
  group: readonly GridRun[],
  missing: ReadonlySet<string>,
  probed: ReadonlySet<string>,
  throughput: Throughput,
  { registries }: LoadedExperiment,
): ExplainedCell {
  const { labels, spec } = group[0]!;
  const { units, parameters, macs, trainMacs } = registries.plan(spec);
  return {
    ...labels,
    sparsity: spec.sparsity,
    units,
    parameters,
    coreMacs: macs.core,
    totalMacs: macs.total,
    coreShare: macs.core / macs.dense,
    routerShare: macs.router / macs.dense,
    totalShare: macs.total / macs.dense,
    runs: group.length,
    missing: group.filter(({ key }) => missing.has(key)).length,
    probed: group.filter(({ key }) => missing.has(key) && probed.has(key)).length,
    runSeconds: runSeconds(trainMacs, spec, throughput),
  };
}

/** Runs that differ in the seed only, in the grid's order. */
function groups(runs: readonly GridRun[]): (readonly GridRun[])[] {
  const cells = groupBy(runs, ({ labels, spec: { sparsity } }) =>
    JSON.stringify([placeOf({ ...labels, sparsity }), labels.recipe]),
  );
  return [...cells.values()];
}
