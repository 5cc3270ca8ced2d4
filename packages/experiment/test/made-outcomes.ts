/** A store of made-up outcomes, for tests of tuning. Nothing is trained. */
import type { LoadedExperiment } from '../src/declare/load-experiment.ts';
import type { GridRun } from '../src/grid/expand-grid.ts';
import type { RunFilter } from '../src/grid/run-filter.ts';
import { growGrid, type Validated } from '../src/grid/tuning/grow-grid.ts';

/** Validation score of a run: null where it diverges, undefined where it comes to no result. */
export type Score = (method: string, rate: number, seed: number) => number | null | undefined;

/** Outcomes of runs of the laptop profile of an experiment. */
export class MadeOutcomes {
  readonly outcomes = new Map<string, Validated>();
  readonly #experiment: LoadedExperiment;
  readonly #score: Score;

  constructor(experiment: LoadedExperiment, score: Score) {
    this.#experiment = experiment;
    this.#score = score;
  }

  readonly outcomeOf = (key: string): Validated | undefined => this.outcomes.get(key);

  /** Computes runs that have no result; gives how many. */
  compute(runs: readonly GridRun[]): number {
    const before = this.outcomes.size;
    for (const { key, labels, spec } of runs) {
      const score = this.#score(labels.method, Number(spec.train['learningRate']), spec.seed);
      if (score !== undefined) this.outcomes.set(key, { metric: 'accuracy', validationScore: score });
    }
    return this.outcomes.size - before;
  }

  grow(only: RunFilter = {}, seedCount?: number): GridRun[] {
    return growGrid(this.#experiment, 'laptop', this.outcomeOf, only, seedCount);
  }

  /** Round after round until nothing is asked for; gives the grid. */
  sweep(only: RunFilter = {}): GridRun[] {
    while (this.compute(this.grow(only)) > 0);
    return this.grow(only);
  }
}
