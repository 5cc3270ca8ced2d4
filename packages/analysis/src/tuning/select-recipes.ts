/**
 * Chooses a training recipe for every place of the grid on validation data, never on the test set: each method gets the
 * same recipes to choose from, so all have the same tuning budget.
 */
import { higherIsBetter, type Observation } from '@dsrnn/records';
import { mean } from '../statistics/mean.ts';

/** What was tried at one place of the grid, and what was chosen. */
export interface RecipeChoice {
  readonly architecture: string;
  readonly method: string;
  readonly sparsity: number;
  readonly task: string;
  /** In the order of the experiment; the chosen one is among them. */
  readonly tried: readonly {
    readonly recipe: string;
    /** Mean validation score of the completed runs; null if none completed. */
    readonly validationScore: number | null;
    readonly completed: number;
    readonly diverged: number;
  }[];
  readonly chosen: string;
}

/**
 * The observations of the chosen recipes, in the order given, and the choices. Chosen is the recipe of which the fewest
 * runs diverged, among these the one with the best mean validation score over seeds, the first listed on a tie. A
 * recipe with fewer runs than another (not all are computed yet) is not chosen.
 */
export function selectRecipes(
  observations: readonly Observation[],
  recipes: readonly string[],
): { readonly observations: readonly Observation[]; readonly choices: readonly RecipeChoice[] } {
  const places = new Map<string, Observation[]>();
  for (const run of observations) {
    const place = JSON.stringify([run.architecture, run.method, run.sparsity, run.task]);
    const runs = places.get(place);
    if (runs === undefined) places.set(place, [run]);
    else runs.push(run);
  }
  const choices = new Map([...places].map(([place, runs]) => [place, choose(runs, recipes)]));
  const kept = observations.filter((run) => {
    const place = JSON.stringify([run.architecture, run.method, run.sparsity, run.task]);
    return choices.get(place)?.chosen === run.recipe;
  });
  return { observations: kept, choices: [...choices.values()] };
}

function choose(runs: readonly Observation[], recipes: readonly string[]): RecipeChoice {
  const { architecture, method, sparsity, task, metric } = runs[0] as Observation;
  const tried = recipes.flatMap((recipe) => {
    const own = runs.filter((run) => run.recipe === recipe);
    const scores = own.flatMap(({ validationScore }) => (validationScore === null ? [] : [validationScore]));
    if (own.length === 0) return [];
    return [
      {
        recipe,
        validationScore: scores.length === 0 ? null : mean(scores),
        completed: scores.length,
        diverged: own.length - scores.length,
      },
    ];
  });
  const most = Math.max(...tried.map(({ completed, diverged }) => completed + diverged));
  const sign = higherIsBetter(metric) ? 1 : -1;
  const worth = (score: number | null): number => (score === null ? -Infinity : sign * score);
  const [best] = tried
    .filter(({ completed, diverged }) => completed + diverged === most)
    .sort((a, b) => a.diverged - b.diverged || worth(b.validationScore) - worth(a.validationScore) || 0);
  return { architecture, method, sparsity, task, tried, chosen: best?.recipe ?? '' };
}
