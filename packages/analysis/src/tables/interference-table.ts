/** Interference of the gradients of examples: measured, and bounded. */
import type { Measure, NumberFormat, Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { measureIn } from '../measure-in.ts';
import type { Estimate } from '../statistics/stratified-mean.ts';
import type { InterferenceSummary } from '../summary/interference-measures.ts';
import { GROUP_MEASURES, interferenceSummaries } from '../summary/interference-measures.ts';
import { summariseScores } from '../summary/summarise-scores.ts';
import { fixed, formatted } from '../text/formatted.ts';
import { directionText, meaningText } from '../text/measure-text.ts';
import { percentText } from '../text/score-text.ts';
import { missingText, SPARSITY_MEANING, seedCountText } from '../text/caption.ts';
import { estimateText, intervalOf } from '../text/estimate-text.ts';
import type { Cell, Column, Table } from './table.ts';
import { emptyCell, textCell } from './table.ts';

/**
 * One row per (architecture, method, sparsity, task, group of parameters) that was probed. Throws AnalysisError if no
 * run was.
 */
export function buildInterferenceTable(
  observations: readonly Observation[],
  context: AnalysisContext,
): Table {
  const summaries = summariseScores(observations, context);
  const rows = interferenceSummaries(summaries, observations, context);
  const missing = missingText(summaries);
  const unprobed = observations.filter(
    ({ status, measures }) => status === 'completed' && measures['interference.pairs'] === undefined,
  ).length;
  const diverged = observations.filter(({ status }) => status === 'diverged').length;
  const ofGroup = (measure: string): Measure =>
    measureIn(context, `interference.${rows[0]?.group ?? 'core'}-${measure}`, 'accuracy'); // the same in every group
  const declared = GROUP_MEASURES.map(ofGroup);
  const violations = ofGroup('violations');
  const level = percentText(context.confidence);
  return {
    id: 'interference',
    caption: `${context.experiment}, profile ${context.profile}: gradients g_a, g_b of the task loss of single test examples of different classes, by group of parameters, ${seedCountText(summaries)}. Means over pairs: ${declared.map((one) => `${meaningText(one)}. `).join('')}${directionText(declared.map((one) => [one]))} These are means over seeds [${level} interval; none for a single seed]. ${meaningText(violations)} / pairs of examples, summed over seeds. MACs in percent of the dense core. ${SPARSITY_MEANING[context.sparsityOf]}.`,
    columns: [
      { label: 'Architecture', align: 'left', unit: null, fields: ['architecture'] },
      { label: 'Method', align: 'left', unit: null, fields: ['method'] },
      { label: 'Sparsity', align: 'right', unit: null, fields: ['sparsity'] },
      { label: 'Task', align: 'left', unit: null, fields: ['task'] },
      { label: 'Group', align: 'left', unit: null, fields: ['group'] },
      ...declared.map(({ title, sign }, i) =>
        estimateColumn(title, GROUP_MEASURES[i]!.replace('-', '_'), sign),
      ),
      { label: violations.title, align: 'right', unit: null, fields: ['violations', 'pairs'] },
      { label: 'Seeds', align: 'right', unit: null, fields: ['seeds'] },
      { label: 'Core MACs', align: 'right', unit: '%', fields: ['core_mac_share'] },
      { label: 'Total MACs', align: 'right', unit: '%', fields: ['total_mac_share'] },
    ],
    rows: rows.map((row) => interferenceRow(row, declared)),
    footer: [],
    notes: [
      ...(missing === null ? [] : [`${missing}.`]),
      ...(diverged === 0 ? [] : [`Diverged runs, which have no gradients to measure: ${String(diverged)}.`]),
      ...(unprobed === 0 ? [] : [`Completed runs that were not probed: ${String(unprobed)}.`]),
    ],
  };
}

function estimateColumn(label: string, field: string, unit: string | null): Column {
  return { label, align: 'right', unit, fields: [field, `${field}_low`, `${field}_high`] };
}

function interferenceRow(row: InterferenceSummary, declared: readonly Measure[]): Cell[] {
  const { architecture, method, sparsity, task, shares } = row.summary;
  const share = (value: number | undefined): Cell =>
    value === undefined ? emptyCell(1) : { text: fixed(value * 100), raw: [value] };
  const seeds = row.estimates[0]?.n ?? 0;
  return [
    textCell(architecture),
    textCell(method),
    { text: percentText(sparsity), raw: [sparsity] },
    textCell(task),
    textCell(row.group),
    ...row.estimates.map((estimate, i) => estimateCell(estimate, declared[i]!.format)),
    { text: `${String(row.violations)} / ${String(row.pairs)}`, raw: [row.violations, row.pairs] },
    { text: String(seeds), raw: [seeds] },
    share(shares?.core),
    share(shares?.total),
  ];
}

function estimateCell(estimate: Estimate | null, format: NumberFormat): Cell {
  if (estimate === null) return emptyCell(3);
  return {
    text: estimateText(estimate, (value) => formatted(value, format)),
    raw: [estimate.point, ...(intervalOf(estimate) ?? [null, null])],
  };
}
