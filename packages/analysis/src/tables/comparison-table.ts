/** Every method beside the reference of the same architecture, task and seed. */
import type { AnalysisContext } from '../context.ts';
import { AnalysisError } from '../errors.ts';
import { compareWithReference, type Comparison } from '../summary/compare-with-reference.ts';
import { summariseScores, type ScoreSummary } from '../summary/summarise-scores.ts';
import { percentText, scoreText } from '../text/score-text.ts';
import { missingNote, SPARSITY_MEANING, seedCountText } from '../text/caption.ts';
import { estimateText } from '../text/estimate-text.ts';
import { estimateRaw, numberCell } from './cells.ts';
import { column, tableOf, type TableBuilder } from './declared-table.ts';
import { learningNotes, NEITHER_LEARNED } from './learning-notes.ts';
import { placeColumns } from './place-columns.ts';
import { NO_VALUE, type Cell } from './table.ts';

/**
 * One row per (architecture, method, sparsity, task) other than the reference: the mean of the paired
 * differences with its interval, and the probability that a run of the method beats a run of the reference.
 * The reference is its run of least sparsity. Pairs with a diverged run are counted and left out. Throws AnalysisError where
 * runs of the reference, or of all else, are not even planned.
 */
export const buildComparisonTable: TableBuilder = (observations, context) => {
  const summaries = summariseScores(observations, context);
  expectBothSides(summaries, context);
  return tableOf<Comparison>({
    id: 'comparison',
    caption: `${context.experiment}, profile ${context.profile}: difference to ${context.reference} in pairs that share architecture, task and seed, ${seedCountText(summaries)}; mean [${percentText(context.confidence)} interval over seeds] (number of pairs), accuracy in points, above 0 is better than ${context.reference}. P is the probability that a run beats a run of ${context.reference}. ${SPARSITY_MEANING[context.sparsityOf]}. The test set was touched once per run.`,
    columns: [
      ...placeColumns(({ summary }: Comparison) => summary),
      column('Difference', null, ['difference', 'low', 'high', 'pairs', 'diverged_pairs'], differenceCell),
      column('P', null, ['probability_of_improvement'], ({ probability }) =>
        numberCell(probability, (p) => p.toFixed(2)),
      ),
    ],
    items: compareWithReference(summaries, observations, context),
    notes: [missingNote(summaries), ...learningNotes(summaries)],
  });
};

function expectBothSides(summaries: readonly ScoreSummary[], { reference }: AnalysisContext): void {
  const methods = [...new Set(summaries.filter(({ expected }) => expected > 0).map(({ method }) => method))];
  const others = methods.filter((method) => method !== reference);
  if (others.length > 0 && methods.length > others.length) return;
  const there = others.length === 0 ? 'another method beside it' : `the reference ${reference} beside them`;
  throw new AnalysisError(
    `table comparison: the runs that were asked for are of ${methods.join(', ')} alone; ask for ${there}, as with ` +
      `--only "method=${[reference, ...(others.length === 0 ? ['…'] : others)].join('|')}"`,
  );
}

function differenceCell({ summary: { metric }, difference, divergedPairs, unlearned }: Comparison): Cell {
  const remark = divergedPairs === 0 ? '' : `; ${divergedPairs} div.`;
  if (difference === null || metric === null) {
    const text = unlearned ? NEITHER_LEARNED : `${NO_VALUE} (0 pairs${remark})`;
    return { text, raw: [null, null, null, 0, divergedPairs] };
  }
  return {
    text: `${estimateText(difference, (value) => scoreText(value, metric))} (${difference.n}${remark})`,
    raw: [...estimateRaw(difference), difference.n, divergedPairs],
  };
}
