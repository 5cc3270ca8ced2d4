/** Which of several training recipes is best at one place of a grid: the one rule by which all methods are tuned. */
import { higherIsBetter, type Metric } from './result.ts';

/** What a recipe came to at one place (architecture, method, sparsity, task), over the seeds. */
export interface TriedRecipe {
  /** Mean validation score of the completed runs; null if none completed. */
  readonly validationScore: number | null;
  readonly completed: number;
  readonly diverged: number;
}

/**
 * Position of the best: the recipe of which the fewest runs diverged, among these the one with the best mean validation
 * score, the first listed on a tie. No test score has a part in it. -1 for an empty list.
 */
export function bestTried(tried: readonly TriedRecipe[], metric: Metric): number {
  const sign = higherIsBetter(metric) ? 1 : -1;
  const worth = ({ validationScore }: TriedRecipe): number =>
    validationScore === null ? -Infinity : sign * validationScore;
  return tried.reduce((best, recipe, i) => {
    const leader = tried[best];
    if (leader === undefined || recipe.diverged < leader.diverged) return i;
    return recipe.diverged === leader.diverged && worth(recipe) > worth(leader) ? i : best;
  }, -1);
}

/** What the runs of one recipe at one place came to. */
export function triedRecipe(validationScores: readonly (number | null)[]): TriedRecipe {
  const scores = validationScores.filter((score) => score !== null);
  return {
    validationScore:
      scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length,
    completed: scores.length,
    diverged: validationScores.length - scores.length,
  };
}
