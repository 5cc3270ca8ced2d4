/**
 * Whether a model has learned its task at all: whether its mean score passes guessing.
 *
 *   learned:  mean score > f + 2 e   accuracy, auc;      mean score < f − 2 e   mse
 *
 * f is the best score of an answer that does not depend on the input (majority class, chance, training mean), e its
 * standard error on the test split. Two models that do not pass it do not compare: their difference is one of guesses.
 * Simple predictors that read the input (nearest class mean, naive Bayes, ridge regression) do not decide this: a model
 * below one of them can have learned much. That it is below is said beside the comparison.
 */
import { higherIsBetter, type Metric, type Observation } from '@dsrnn/records';
import type { Floor } from '../context.ts';
import { mean } from '../statistics/mean.ts';

/** Standard errors of guessing that a mean score must pass it by: about one in forty guesses does. */
export const GUESS_ERRORS = 2;

/** What the runs of a place show. `unknown`: nobody knows what guessing scores, as where the data is not at hand. */
export type Learning = 'learned' | 'not learned' | 'unknown';

/**
 * What `scores`, one for each run, show on `task`. Null is a run that diverged: it does not count beside completed ones,
 * and where none completed nothing was learned.
 */
export function learningOf(
  scores: readonly (number | null)[],
  { task, metric }: Pick<Observation, 'task' | 'metric'>,
  floors: readonly Floor[],
): Learning {
  const bar = guessBar(task, metric, floors);
  if (bar === null) return 'unknown';
  const known = scores.filter((score) => score !== null);
  return known.length > 0 && isBetter(mean(known), bar, metric) ? 'learned' : 'not learned';
}

/** Whether neither of two sets of runs at one place has learned; false where a guess is not known, or a side has no run. */
export function neitherLearned(
  ours: readonly Observation[],
  theirs: readonly Observation[],
  floors: readonly Floor[],
): boolean {
  return [ours, theirs].every(([first, ...others]) => {
    if (first === undefined) return false;
    return learningOf([first, ...others].map(bestScoreOf), first, floors) === 'not learned';
  });
}

/** The score that a mean must pass to be more than a guess; null where no guess is known. */
export function guessBar(task: string, metric: Metric, floors: readonly Floor[]): number | null {
  const bars = floors.flatMap(({ task: of, score, guess }) => {
    if (of !== task || guess === undefined) return [];
    const margin = GUESS_ERRORS * guess.standardError;
    return [higherIsBetter(metric) ? score + margin : score - margin];
  });
  if (bars.length === 0) return null;
  return higherIsBetter(metric) ? Math.max(...bars) : Math.min(...bars);
}

/** The best predictor of `task` that needs no recurrent model, guesses included; null where none is known. */
export function bestFloor(task: string, metric: Metric, floors: readonly Floor[]): Floor | null {
  return floors
    .filter((floor) => floor.task === task)
    .reduce<Floor | null>(
      (best, floor) => (best === null || isBetter(floor.score, best.score, metric) ? floor : best),
      null,
    );
}

/** Whether `score` is better than `than`, by the direction of the metric. */
export function isBetter(score: number, than: number, metric: Metric): boolean {
  return higherIsBetter(metric) ? score > than : score < than;
}

/**
 * The better of the score at the end and, where parts were learned one after the other, their mean score when learned: a
 * model that forgot everything had learned it. Null for a run that diverged.
 */
export function bestScoreOf({ score, metric, measures }: Observation): number | null {
  const learning = measures['parts.learning'];
  if (score === null || learning === undefined) return score;
  return isBetter(learning, score, metric) ? learning : score;
}
