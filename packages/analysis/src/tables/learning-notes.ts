/** What tables say of models that have not learned. */
import { orderLabels } from '../order.ts';
import { GUESS_ERRORS } from '../summary/learning.ts';
import type { ScoreSummary } from '../summary/summarise-scores.ts';

/** Stands beside the runs of a place that does not pass guessing. */
export const NOT_LEARNED = 'not learned';

/** What a comparison of two such places reads instead of a difference. */
export const NEITHER_LEARNED = 'not tested: neither has learned';

/** The rule behind `NOT_LEARNED`, for a caption or note. */
export const LEARNED_MEANING = `passes the best guess of its task (an answer that does not depend on the input) by more than ${GUESS_ERRORS} standard errors of that guess on the test split`;

/** Notes for places that did not learn, and for tasks of which no guess is known; empty without either. */
export function learningNotes(summaries: readonly ScoreSummary[]): string[] {
  const seen = summaries.filter(({ completed }) => completed > 0);
  const unknown = orderLabels(
    [],
    seen.filter(({ learning }) => learning === 'unknown').map(({ task }) => task),
  );
  return [
    ...(seen.some(({ learning }) => learning === 'not learned')
      ? [`${NOT_LEARNED}: a model has learned if its mean score ${LEARNED_MEANING}.`]
      : []),
    ...(unknown.length === 0
      ? []
      : [
          `No score of guessing is known, so it was not checked that models have learned: ${unknown.join(', ')}.`,
        ]),
  ];
}
