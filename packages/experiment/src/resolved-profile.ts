/** A profile of an experiment with every preset replaced by its config. */
import type { RunSpec } from '@dsrnn/records';
import type { Exclusion } from './experiment-config.ts';
import type { Kinded } from './registries.ts';
import type { RateGrid } from './tuning/rate-grid.ts';

/** A config under the name by which tables and claims call it: a preset's name, or an inline entry's label. */
export interface Labelled<T> {
  readonly label: string;
  readonly config: T;
}

/** Runs that stand beside the cross product, one for each seed. */
export interface IncludedRuns {
  readonly architecture: Labelled<Kinded>;
  readonly method: Labelled<Kinded>;
  readonly sparsity: number;
  readonly task: Labelled<Kinded>;
  /** Absent where the profile has no strategies. */
  readonly strategy?: Labelled<Kinded>;
  /** Label of one of the profile's recipes; absent: each of them. */
  readonly recipe?: string;
  readonly seeds: readonly number[];
}

/** The lists whose cross product is the grid, and what is taken from it and added to it. */
export interface ResolvedProfile {
  readonly architectures: readonly Labelled<Kinded>[];
  readonly methods: readonly Labelled<Kinded>[];
  readonly sparsity: readonly number[];
  readonly tasks: readonly Labelled<Kinded>[];
  /** Absent: each task is learned as one. */
  readonly strategies?: readonly Labelled<Kinded>[];
  readonly seeds: readonly number[];
  readonly train: RunSpec['train'];
  /** The recipes that each run is done with at first: `train`, then those of `tune`; or `train` at the rates of `start`. */
  readonly recipes: readonly Labelled<RunSpec['train']>[];
  /** The learning rates that are tried besides where the best lies on an edge; absent: the recipes are all there are. */
  readonly rates?: RateGrid;
  readonly probes: readonly Kinded[];
  readonly exclude: readonly Exclusion[];
  readonly include: readonly IncludedRuns[];
}
