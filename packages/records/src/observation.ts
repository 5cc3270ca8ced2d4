/** One run as the analysis sees it: the labels of the grid beside the numbers of the record. */
import type { Json } from './json.ts';
import type { CurvePoint, MacCount, Metric, PartsResult } from './result.ts';

/** Labels are the names under which an experiment lists its entries, e.g. `ds`, `lstm-64`, `digits-rows`. */
export interface Observation {
  readonly key: string;
  readonly architecture: string;
  readonly method: string;
  /** Label of the task; in an experiment with strategies `<stream>/<strategy>`, so that runs of one task compare. */
  readonly task: string;
  /** Label of the task whose parts are learned, without the strategy. */
  readonly stream: string;
  /** Label of the strategy; null where the experiment has none. */
  readonly strategy: string | null;
  /** Target sparsity of the grid, in [0, 1). */
  readonly sparsity: number;
  /** Label of the training recipe, e.g. `laptop`. */
  readonly recipe: string;
  /** Peak learning rate of the recipe. */
  readonly learningRate: number;
  /** Whether its validation score has a part in the choice of the recipe; false for a seed that is run at the best alone. */
  readonly tunes: boolean;
  readonly seed: number;
  readonly status: 'completed' | 'diverged';
  readonly metric: Metric;
  /** Test metric; null when the run diverged. Accuracy in [0, 1], mse ≥ 0. */
  readonly score: number | null;
  /** The metric on validation data, by which recipes are chosen; null when the run diverged. */
  readonly validationScore: number | null;
  /** Evaluations on validation data in training, by step; of a diverged run as far as it went. */
  readonly curve: readonly CurvePoint[];
  readonly macs: MacCount;
  readonly parameters: number;
  readonly units: number;
  readonly activity: Readonly<Record<string, number>>;
  /** By part of the task, where it has parts and the run did not diverge. */
  readonly parts: PartsResult | null;
  /** What probes and parts measured, by `<probe>.<measure>`, e.g. `masks.h-linear`, `parts.forgetting`. */
  readonly measures: Readonly<Record<string, number>>;
  /** What figures of probes are drawn from, by kind of probe. */
  readonly details: Readonly<Record<string, Json>>;
}
