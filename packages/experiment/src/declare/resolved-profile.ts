/** A profile of an experiment with every preset replaced by its config. */
import type { RunSpec } from '@dsrnn/records';
import type { Kinded } from '../spec/registries.ts';
import type { RateGrid } from './rate-grid.ts';

/** A config under the name by which tables and claims call it: a preset's name, or an inline entry's label. */
export interface Labelled<T> {
  readonly label: string;
  readonly config: T;
}

/** Lists of a cross product. */
export interface ResolvedLists {
  readonly architectures: readonly Labelled<Kinded>[];
  readonly methods: readonly Labelled<Kinded>[];
  readonly sparsity: readonly number[];
  readonly tasks: readonly Labelled<Kinded>[];
  /** Absent: each task is learned as one. */
  readonly strategies?: readonly Labelled<Kinded>[];
  readonly seeds: readonly number[];
}

/** A cross product of the grid, with what its profile says where the file leaves a list out. */
export interface ResolvedBlock extends ResolvedLists {
  /** Labels of the recipes that it is trained with; absent: each of the profile. */
  readonly recipes?: readonly string[];
}

/** A task as one strategy learns it; null: as one. Tables have a column for each. */
export interface LearnedTask {
  readonly task: Labelled<Kinded>;
  readonly strategy: Labelled<Kinded> | null;
}

/**
 * The grid of a profile: the union of its blocks. Its own lists hold what any block has, once, in the order in which the
 * lists of the profile and then those of its blocks name it.
 */
export interface ResolvedProfile extends ResolvedLists {
  /** Tasks with the strategies that are listed beside them, in that order too. */
  readonly learned: readonly LearnedTask[];
  /** Never empty: a profile without blocks is its only one. */
  readonly blocks: readonly ResolvedBlock[];
  readonly train: RunSpec['train'];
  /** The recipes that each run is done with at first: `train`, then those of `tune`; or `train` at the rates of `start`. */
  readonly recipes: readonly Labelled<RunSpec['train']>[];
  /** The learning rates that are tried besides where the best lies on an edge; absent: the recipes are all there are. */
  readonly rates?: RateGrid;
  readonly probes: readonly Kinded[];
}
