/** Interference of the gradients of examples: measured, and bounded. */
import type { Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import type { Estimate } from '../statistics/stratified-mean.ts';
import type { InterferenceSummary } from '../summary/interference-measures.ts';
import { interferenceSummaries } from '../summary/interference-measures.ts';
import { summariseScores } from '../summary/summarise-scores.ts';
import { fixed, percentText } from '../text/score-text.ts';
import { missingText, SPARSITY_MEANING, seedCountText } from './caption.ts';
import { estimateText, intervalOf } from './estimate-cell.ts';
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
  const level = percentText(context.confidence);
  return {
    id: 'interference',
    caption: `${context.experiment}, profile ${context.profile}: gradients g_a, g_b of the task loss of single test examples of different classes, by group of parameters, ${seedCountText(summaries)}. |cos|: mean over pairs of |⟨g_a, g_b⟩| / (|g_a| |g_b|), 0 is no interference. Bound: mean of ρ_a ρ_b, where ρ_e = |g_e on B| / |g_e| and B holds the entries in which both gradients are nonzero; theorem T1: |cos| ≤ ρ_a ρ_b for every pair. Overlap: mean of |B| / √(|S_a| |S_b|), S_e the nonzero entries of g_e; it bounds |cos| only times κ. κ: 95th percentile over pairs of ρ_a ρ_b / overlap. Conflict: share of pairs with ⟨g_a, g_b⟩ < 0. Lower is better for |cos| and conflict. These are means over seeds [${level} interval; none for a single seed]. Violations: pairs of examples or of class means that break T1 / pairs of examples, all classes, summed over seeds; expected 0. MACs in percent of the dense core. ${SPARSITY_MEANING[context.sparsityOf]}.`,
    columns: [
      { label: 'Architecture', align: 'left', unit: null, fields: ['architecture'] },
      { label: 'Method', align: 'left', unit: null, fields: ['method'] },
      { label: 'Sparsity', align: 'right', unit: null, fields: ['sparsity'] },
      { label: 'Task', align: 'left', unit: null, fields: ['task'] },
      { label: 'Group', align: 'left', unit: null, fields: ['group'] },
      estimateColumn('|cos|', 'abs_cosine', null),
      estimateColumn('Bound', 'bound', null),
      estimateColumn('Overlap', 'overlap', null),
      estimateColumn('κ', 'kappa', null),
      estimateColumn('Conflict', 'conflict', '%'),
      { label: 'Violations', align: 'right', unit: null, fields: ['violations', 'pairs'] },
      { label: 'Seeds', align: 'right', unit: null, fields: ['seeds'] },
      { label: 'Core MACs', align: 'right', unit: '%', fields: ['core_mac_share'] },
      { label: 'Total MACs', align: 'right', unit: '%', fields: ['total_mac_share'] },
    ],
    rows: rows.map(interferenceRow),
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

function interferenceRow(row: InterferenceSummary): Cell[] {
  const { architecture, method, sparsity, task, shares } = row.summary;
  const share = (value: number | undefined): Cell =>
    value === undefined ? emptyCell(1) : { text: fixed(value * 100), raw: [value] };
  const seeds = row.absCosine?.n ?? 0;
  return [
    textCell(architecture),
    textCell(method),
    { text: percentText(sparsity), raw: [sparsity] },
    textCell(task),
    textCell(row.group),
    estimateCell(row.absCosine, threeDecimals),
    estimateCell(row.bound, threeDecimals),
    estimateCell(row.overlap, threeDecimals),
    estimateCell(row.kappa, (value) => value.toFixed(2)),
    estimateCell(row.conflict, (value) => fixed(value * 100)),
    { text: `${String(row.violations)} / ${String(row.pairs)}`, raw: [row.violations, row.pairs] },
    { text: String(seeds), raw: [seeds] },
    share(shares?.core),
    share(shares?.total),
  ];
}

function threeDecimals(value: number): string {
  return value.toFixed(3);
}

function estimateCell(estimate: Estimate | null, show: (value: number) => string): Cell {
  if (estimate === null) return emptyCell(3);
  return {
    text: estimateText(estimate, show),
    raw: [estimate.point, ...(intervalOf(estimate) ?? [null, null])],
  };
}
