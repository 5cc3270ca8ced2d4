/** How often runs fail, a row a method, over all architectures and tasks. */
import type { Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { AnalysisError } from '../errors.ts';
import { wilsonInterval } from '../statistics/wilson-interval.ts';
import { COLLAPSE_SHARE } from '../summary/failure.ts';
import { type EndingSummary, summariseEndings } from '../summary/summarise-endings.ts';
import { fixed } from '../text/formatted.ts';
import { percentText } from '../text/score-text.ts';
import { missingText, SPARSITY_MEANING } from '../text/caption.ts';
import { FAILED_COLUMN } from './failed-column.ts';
import type { Cell, Column, Table } from './table.ts';

const COLUMNS: readonly Column[] = [
  { label: 'Method', align: 'left', unit: null, fields: ['method'] },
  { label: 'Sparsity', align: 'right', unit: null, fields: ['sparsity'] },
  { label: 'Runs', align: 'right', unit: null, fields: ['runs'] },
  { label: 'Diverged', align: 'right', unit: 'runs', fields: ['diverged'] },
  { label: 'Collapsed', align: 'right', unit: 'runs', fields: ['collapsed'] },
  FAILED_COLUMN,
  { label: 'Where', align: 'left', unit: null, fields: ['failed_at'] },
];

/**
 * One row per method and sparsity, over all architectures and tasks in which collapse can be told: how many runs failed, and
 * where. Throws AnalysisError if there is no run.
 */
export function buildFailureRatesTable(
  observations: readonly Observation[],
  context: AnalysisContext,
): Table {
  if (observations.length === 0) {
    throw new AnalysisError(
      `table failure-rates: there is no run; run the experiment ${context.experiment} first`,
    );
  }
  const endings = summariseEndings(observations, context);
  const rows = new Map<string, EndingSummary[]>();
  for (const ending of endings) {
    const row = `${ending.place.method} ${String(ending.place.sparsity)}`;
    rows.set(row, [...(rows.get(row) ?? []), ending]);
  }
  const missing = missingText(endings.map(({ place }) => place));
  const unjudged = [...new Set(endings.filter(({ judged }) => !judged).map(({ place }) => place.task))];
  return {
    id: 'failure-rates',
    caption: `${context.experiment}, profile ${context.profile}: how many runs failed, over all architectures, tasks and seeds. Diverged: training ended in numbers that are not finite. Collapsed: completed, but no more than ${percentText(COLLAPSE_SHARE)} of the way from guessing to perfection (MSE: error at least ${percentText(1 - COLLAPSE_SHARE)} of that of guessing). Failed: share of runs that diverged or collapsed [${percentText(context.confidence)} Wilson interval as if runs were independent], lower is better. ${SPARSITY_MEANING[context.sparsityOf]}.`,
    columns: COLUMNS,
    rows: [...rows.values()].map((members) => rowOf(members, context.confidence)),
    footer: [],
    notes: [
      ...(missing === null ? [] : [`${missing}; they are not counted as failed.`]),
      ...(unjudged.length === 0
        ? []
        : [`No score of guessing is known, so that only divergence counts: ${unjudged.join(', ')}.`]),
    ],
  };
}

function rowOf(members: readonly EndingSummary[], confidence: number): Cell[] {
  const { method, sparsity } = members[0]!.place;
  const total = (count: (ending: EndingSummary) => number): number =>
    members.reduce((sum, ending) => sum + count(ending), 0);
  const runs = total((ending) => ending.runs);
  const diverged = total((ending) => ending.diverged);
  const collapsed = total((ending) => (ending.judged ? ending.collapsed : 0));
  const where = members
    .filter((ending) => ending.diverged > 0 || (ending.judged && ending.collapsed > 0))
    .map(({ place, ...ending }) => {
      const failed = ending.diverged + (ending.judged ? ending.collapsed : 0);
      return `${place.architecture} on ${place.task}: ${String(failed)} of ${String(ending.runs)}`;
    })
    .join('; ');
  const failed = runs === 0 ? null : wilsonInterval(diverged + collapsed, runs, confidence);
  const percent = (share: number): string => fixed(share * 100);
  return [
    { text: method, raw: [method] },
    { text: percentText(sparsity), raw: [sparsity] },
    { text: String(runs), raw: [runs] },
    { text: String(diverged), raw: [diverged] },
    { text: String(collapsed), raw: [collapsed] },
    failed === null
      ? { text: '–', raw: [null, null, null] }
      : {
          text: `${percent(failed.point)} [${percent(failed.low)}, ${percent(failed.high)}]`,
          raw: [failed.point, failed.low, failed.high],
        },
    { text: where === '' ? '–' : where, raw: [where === '' ? null : where] },
  ];
}
