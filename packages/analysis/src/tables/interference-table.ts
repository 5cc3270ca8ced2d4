/** Interference of the gradients of examples: measured, and bounded. */
import type { Measure } from '@dsrnn/records';
import { measureIn } from '../measure-in.ts';
import {
  GROUP_MEASURES,
  interferenceSummaries,
  type InterferenceSummary,
} from '../summary/interference-measures.ts';
import { summariseScores } from '../summary/summarise-scores.ts';
import { fixed, formatted } from '../text/formatted.ts';
import { directionText, meaningText } from '../text/measure-text.ts';
import { percentText } from '../text/score-text.ts';
import { missingNote, SPARSITY_MEANING, seedCountText } from '../text/caption.ts';
import { estimateCell, estimateFields, numberCell } from './cells.ts';
import { column, tableOf, textColumn, type TableBuilder } from './declared-table.ts';
import { placeColumns } from './place-columns.ts';

/**
 * One row per (architecture, method, sparsity, task, group of parameters) that was probed. Throws AnalysisError if no
 * run was.
 */
export const buildInterferenceTable: TableBuilder = (observations, context) => {
  const summaries = summariseScores(observations, context);
  const rows = interferenceSummaries(summaries, observations, context);
  const unprobed = observations.filter(
    ({ status, measures }) => status === 'completed' && measures['interference.pairs'] === undefined,
  ).length;
  const diverged = observations.filter(({ status }) => status === 'diverged').length;
  const ofGroup = (measure: string): Measure =>
    measureIn(context, `interference.${rows[0]?.group ?? 'core'}-${measure}`, 'accuracy'); // the same in every group
  const declared = GROUP_MEASURES.map(ofGroup);
  const violations = ofGroup('violations');
  const level = percentText(context.confidence);
  const macs = (label: string, kind: 'core' | 'total') =>
    column(label, '%', [`${kind}_mac_share`], ({ summary: { shares } }: InterferenceSummary) =>
      numberCell(shares?.[kind], (share) => fixed(share * 100)),
    );
  return tableOf<InterferenceSummary>({
    id: 'interference',
    caption: `${context.experiment}, profile ${context.profile}: gradients g_a, g_b of the task loss of single test examples of different classes, by group of parameters, ${seedCountText(summaries)}. Means over pairs: ${declared.map((one) => `${meaningText(one)}. `).join('')}${directionText(declared.map((one) => [one]))} These are means over seeds [${level} interval; none for a single seed]. ${meaningText(violations)} / pairs of examples, summed over seeds. MACs in percent of the dense core. ${SPARSITY_MEANING[context.sparsityOf]}.`,
    columns: [
      ...placeColumns(({ summary }: InterferenceSummary) => summary),
      textColumn('Group', 'group', ({ group }) => group),
      ...declared.map(({ title, sign, format }, i) =>
        column(
          title,
          sign,
          estimateFields(GROUP_MEASURES[i]!.replace('-', '_')),
          ({ estimates }: InterferenceSummary) =>
            estimateCell(estimates[i]!, (value) => formatted(value, format)),
        ),
      ),
      column(violations.title, null, ['violations', 'pairs'], ({ violations: broken, pairs }) => ({
        text: `${broken} / ${pairs}`,
        raw: [broken, pairs],
      })),
      column('Seeds', null, ['seeds'], ({ estimates }) => numberCell(estimates[0]?.n ?? 0)),
      macs('Core MACs', 'core'),
      macs('Total MACs', 'total'),
    ],
    items: rows,
    notes: [
      missingNote(summaries),
      diverged === 0 ? null : `Diverged runs, which have no gradients to measure: ${diverged}.`,
      unprobed === 0 ? null : `Completed runs that were not probed: ${unprobed}.`,
    ],
  });
};
