/** What the analysis must know besides the observations: names, order, what was planned, what a guess would score. */
import type { Measure, Metric, Observation, SparsityUnit, TimesRecord } from '@dsrnn/records';
import type { RecipeChoice } from './tuning/select-recipes.ts';

/** A place of the grid that one run fills. */
export type GridSlot = Pick<Observation, 'architecture' | 'method' | 'sparsity' | 'task' | 'seed'>;

/** A score that needs no recurrent model, e.g. the majority class. Same unit as the score of its task. */
export interface Floor {
  readonly task: string;
  readonly label: string;
  readonly score: number;
  /** Present where the answer does not depend on the input; how far the score moves with the draw of the test split. */
  readonly guess?: { readonly standardError: number };
}

/** What was spent on a method, the recipes that were not chosen included. */
export interface TuningCost {
  readonly method: string;
  readonly runs: number;
  /** Training and evaluation, backward passes and router included, in MACs of a dense product. */
  readonly macs: number;
}

/** How a class is called: in full, and in three or four characters. */
export interface ClassName {
  readonly name: string;
  readonly short: string;
}

/** MACs that a method is held to: those of the core, or of core and router. */
export type MacBudget = 'core' | 'total';

/**
 * Names and plan of an experiment. `architectures`, `methods` and `tasks` fix the order in which things are shown;
 * what is observed but not listed follows in code-unit order.
 */
export interface AnalysisContext {
  readonly experiment: string;
  readonly profile: string;
  readonly sparsityOf: SparsityUnit;
  /** Label of the method that is drawn as the reference line and that methods are compared with, e.g. `dense`. */
  readonly reference: string;
  readonly architectures: readonly string[];
  readonly methods: readonly string[];
  readonly tasks: readonly string[];
  /** By label of a method, the MACs to which its sparsity holds it: those of the core where it is not listed. */
  readonly budgets: Readonly<Record<string, MacBudget>>;
  /**
   * What is declared of a measure, e.g. `interference.wh-conflict`, in runs scored by `metric`: its title, unit, format and
   * range; undefined where nothing is. See `measureIn`.
   */
  readonly measureOf: (measure: string, metric: Metric) => Measure | undefined;
  /** Every planned run. A planned run without an observation counts as missing. */
  readonly expected: readonly GridSlot[];
  readonly floors: readonly Floor[];
  /** The names of the classes of a task, by its label, in the order of the classes; absent where they have only numbers. */
  readonly classNames: Readonly<Record<string, readonly ClassName[]>>;
  /** Which training recipe was chosen where; one was tried in an experiment without tuning. */
  readonly choices: readonly RecipeChoice[];
  /** What all tried recipes cost, by method in their order. */
  readonly tuningCosts: readonly TuningCost[];
  /** Wall-clock times, where they were measured on some machine. */
  readonly times: TimesRecord | null;
  /** Confidence level of the intervals, in (0, 1). */
  readonly confidence: number;
}
