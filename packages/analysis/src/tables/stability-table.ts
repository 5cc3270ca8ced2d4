/** How often runs fail, and how far their scores spread over seeds. */
import type { Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { AnalysisError } from '../errors.ts';
import { orderLabels } from '../order.ts';
import { COLLAPSE_SHARE } from '../summary/failure.ts';
import type { EndingSummary } from '../summary/summarise-endings.ts';
import { summariseEndings } from '../summary/summarise-endings.ts';
import { fixed } from '../text/formatted.ts';
import { metricUnit, percentText, scoreText } from '../text/score-text.ts';
import { intervalText, missingText, SPARSITY_MEANING } from '../text/caption.ts';
import { estimateText, intervalOf } from '../text/estimate-text.ts';
import { FAILED_COLUMN } from './failed-column.ts';
import { COST_COLUMN, COST_MEANING, costCell, PLACE_COLUMNS, placeCells } from './place-columns.ts';
import type { Cell, Column, Table } from './table.ts';
import { emptyCell } from './table.ts';

const COLUMNS: readonly Column[] = [
  ...PLACE_COLUMNS,
  { label: 'Runs', align: 'right', unit: null, fields: ['runs', 'missing'] },
  { label: 'Diverged / collapsed', align: 'right', unit: 'runs', fields: ['diverged', 'collapsed'] },
  FAILED_COLUMN,
  { label: 'Score', align: 'right', unit: null, fields: ['metric', 'score', 'score_low', 'score_high'] },
  { label: 'SD', align: 'right', unit: null, fields: ['score_deviation'] },
  { label: 'Worst', align: 'right', unit: null, fields: ['worst_score'] },
  COST_COLUMN,
];

/**
 * One row per (architecture, method, sparsity, task), the reference included. Scores are of completed runs, collapsed ones among
 * them; accuracy in percent, in the CSV a share. Throws AnalysisError if there is no run.
 */
export function buildStabilityTable(observations: readonly Observation[], context: AnalysisContext): Table {
  const endings = summariseEndings(observations, context);
  if (observations.length === 0) {
    throw new AnalysisError(
      `table stability: there is no run; run the experiment ${context.experiment} first`,
    );
  }
  const counts = endings.map(({ runs }) => runs);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const n = least === most ? String(most) : `${String(least)} to ${String(most)}`;
  const missing = missingText(endings.map(({ place }) => place));
  const unjudged = orderLabels(
    context.tasks,
    endings.filter(({ judged }) => !judged).map(({ place }) => place.task),
  );
  return {
    id: 'stability',
    caption: `${context.experiment}, profile ${context.profile}: how runs ended, n = ${n} seeds (column Runs). Diverged: training ended in numbers that are not finite. Collapsed: completed, but no more than ${percentText(COLLAPSE_SHARE)} of the way from guessing to perfection: accuracy or AUC at most f + ${String(COLLAPSE_SHARE)} (1 − f), MSE at least ${String(1 - COLLAPSE_SHARE)} f, f the weakest score of guessing of the task. Failed: share of runs that diverged or collapsed [${percentText(context.confidence)} Wilson interval], lower is better. Score: test score of the completed runs, collapsed ones included, as ${intervalText(context)}. SD: standard deviation of these scores over seeds (n − 1), lower is steadier; worst: the worst of them. ${COST_MEANING}. ${SPARSITY_MEANING[context.sparsityOf]}.`,
    columns: COLUMNS,
    rows: endings.map(endingRow),
    footer: [],
    notes: [
      ...(missing === null ? [] : [`${missing}; they are not counted as failed.`]),
      ...(unjudged.length === 0
        ? []
        : [`No score of guessing is known, so that no run counts as collapsed: ${unjudged.join(', ')}.`]),
    ],
  };
}

function endingRow({
  place,
  runs,
  diverged,
  collapsed,
  failed,
  deviation,
  worst,
  judged,
}: EndingSummary): Cell[] {
  const { metric, score, missing, expected } = place;
  const percent = (share: number): string => fixed(share * 100);
  return [
    ...placeCells(place),
    {
      text:
        missing === 0 ? String(runs) : `${String(runs)} (${String(missing)} of ${String(expected)} missing)`,
      raw: [runs, missing],
    },
    runs === 0
      ? emptyCell(2)
      : {
          text: `${String(diverged)} / ${judged ? String(collapsed) : '?'}`,
          raw: [diverged, judged ? collapsed : null],
        },
    failed === null
      ? { text: runs === 0 ? '–' : '?', raw: [null, null, null] }
      : {
          text: `${percent(failed.point)} [${percent(failed.low)}, ${percent(failed.high)}]`,
          raw: [failed.point, failed.low, failed.high],
        },
    score === null || metric === null
      ? emptyCell(4)
      : {
          text: `${estimateText(score, (value) => scoreText(value, metric))} (${metricUnit(metric)})`,
          raw: [metric, score.point, ...(intervalOf(score) ?? [null, null])],
        },
    deviation === null || metric === null
      ? emptyCell(1)
      : { text: scoreText(deviation, metric), raw: [deviation] },
    worst === null || metric === null ? emptyCell(1) : { text: scoreText(worst, metric), raw: [worst] },
    costCell(place),
  ];
}
