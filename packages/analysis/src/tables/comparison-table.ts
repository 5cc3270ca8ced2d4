/** Every method beside the reference of the same architecture, task and seed. */
import type { Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import type { Comparison } from '../summary/compare-with-reference.ts';
import { compareWithReference } from '../summary/compare-with-reference.ts';
import { summariseScores } from '../summary/summarise-scores.ts';
import { percentText, scoreText } from '../text/score-text.ts';
import { missingText, SPARSITY_MEANING, seedCountText } from '../text/caption.ts';
import { estimateText, intervalOf } from '../text/estimate-text.ts';
import { learningNotes, NEITHER_LEARNED } from './learning-notes.ts';
import type { Cell, Table } from './table.ts';
import { emptyCell, NO_VALUE, textCell } from './table.ts';

/**
 * One row per (architecture, method, sparsity, task) other than the reference: the mean of the paired
 * differences with its interval, and the probability that a run of the method beats a run of the reference.
 * The reference is its run of least sparsity. Pairs with a diverged run are counted and left out.
 */
export function buildComparisonTable(observations: readonly Observation[], context: AnalysisContext): Table {
  const summaries = summariseScores(observations, context);
  const missing = missingText(summaries);
  return {
    id: 'comparison',
    caption: `${context.experiment}, profile ${context.profile}: difference to ${context.reference} in pairs that share architecture, task and seed, ${seedCountText(summaries)}; mean [${percentText(context.confidence)} interval over seeds] (number of pairs), accuracy in points, above 0 is better than ${context.reference}. P is the probability that a run beats a run of ${context.reference}. ${SPARSITY_MEANING[context.sparsityOf]}. The test set was touched once per run.`,
    columns: [
      { label: 'Architecture', align: 'left', unit: null, fields: ['architecture'] },
      { label: 'Method', align: 'left', unit: null, fields: ['method'] },
      { label: 'Sparsity', align: 'right', unit: null, fields: ['sparsity'] },
      { label: 'Task', align: 'left', unit: null, fields: ['task'] },
      {
        label: 'Difference',
        align: 'right',
        unit: null,
        fields: ['difference', 'low', 'high', 'pairs', 'diverged_pairs'],
      },
      { label: 'P', align: 'right', unit: null, fields: ['probability_of_improvement'] },
    ],
    rows: compareWithReference(summaries, observations, context).map(comparisonRow),
    footer: [],
    notes: [...(missing === null ? [] : [`${missing}.`]), ...learningNotes(summaries)],
  };
}

function comparisonRow({ summary, difference, probability, divergedPairs, unlearned }: Comparison): Cell[] {
  const { architecture, method, sparsity, task, metric } = summary;
  const labels = [
    textCell(architecture),
    textCell(method),
    { text: percentText(sparsity), raw: [sparsity] },
    textCell(task),
  ];
  const remark = divergedPairs === 0 ? '' : `; ${String(divergedPairs)} div.`;
  if (difference === null || probability === null || metric === null) {
    const text = unlearned ? NEITHER_LEARNED : `${NO_VALUE} (0 pairs${remark})`;
    return [...labels, { text, raw: [null, null, null, 0, divergedPairs] }, emptyCell(1)];
  }
  const show = (value: number): string => scoreText(value, metric);
  return [
    ...labels,
    {
      text: `${estimateText(difference, show)} (${String(difference.n)}${remark})`,
      raw: [difference.point, ...(intervalOf(difference) ?? [null, null]), difference.n, divergedPairs],
    },
    { text: probability.toFixed(2), raw: [probability] },
  ];
}
