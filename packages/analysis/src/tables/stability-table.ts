/** How often runs fail, and how far their scores spread over seeds. */
import { COLLAPSE_SHARE } from '../summary/failure.ts';
import { labelsOf } from '../summary/labels-of.ts';
import { summariseEndings, type EndingSummary } from '../summary/summarise-endings.ts';
import { requireRuns } from '../summary/summarise-scores.ts';
import { metricUnit, percentText, scoreText } from '../text/score-text.ts';
import { intervalText, missingText, rangeText, SPARSITY_MEANING } from '../text/caption.ts';
import { estimateText } from '../text/estimate-text.ts';
import { estimateFields, estimateRaw, numberCell } from './cells.ts';
import { column, tableOf, type ItemColumn, type TableBuilder } from './declared-table.ts';
import { failedColumn } from './failed-column.ts';
import { COST_COLUMN, COST_MEANING, placeColumns } from './place-columns.ts';
import { emptyCell, NO_VALUE, type Cell } from './table.ts';

const COLUMNS: readonly ItemColumn<EndingSummary>[] = [
  ...placeColumns(({ place }: EndingSummary) => place),
  column('Runs', null, ['runs', 'missing'], ({ runs, place: { missing, expected } }) => ({
    text: missing === 0 ? String(runs) : `${runs} (${missing} of ${expected} missing)`,
    raw: [runs, missing],
  })),
  column('Diverged / collapsed', 'runs', ['diverged', 'collapsed'], endsCell),
  failedColumn(
    ({ failed }) => failed,
    ({ runs }) => (runs === 0 ? NO_VALUE : '?'),
  ),
  column('Score', null, ['metric', ...estimateFields('score')], scoreCell),
  column('SD', null, ['score_deviation'], (ending) => spreadCell(ending, ending.deviation)),
  column('Worst', null, ['worst_score'], (ending) => spreadCell(ending, ending.worst)),
  COST_COLUMN,
];

/**
 * One row per (architecture, method, sparsity, task), the reference included. Scores are of completed runs, collapsed ones among
 * them; accuracy in percent, in the CSV a share. Throws AnalysisError if there is no run.
 */
export const buildStabilityTable: TableBuilder = (observations, context) => {
  const endings = summariseEndings(observations, context);
  requireRuns(observations, context, 'table stability');
  const places = endings.map(({ place }) => place);
  const missing = missingText(places);
  const unjudged = labelsOf(
    'task',
    places.filter((_, i) => !endings[i]!.judged),
    context,
  );
  return tableOf<EndingSummary>({
    id: 'stability',
    caption: `${context.experiment}, profile ${context.profile}: how runs ended, n = ${rangeText(endings.map(({ runs }) => runs))} seeds (column Runs). Diverged: training ended in numbers that are not finite. Collapsed: completed, but no more than ${percentText(COLLAPSE_SHARE)} of the way from guessing to perfection: accuracy or AUC at most f + ${COLLAPSE_SHARE} (1 − f), MSE at least ${1 - COLLAPSE_SHARE} f, f the weakest score of guessing of the task. Failed: share of runs that diverged or collapsed [${percentText(context.confidence)} Wilson interval], lower is better. Score: test score of the completed runs, collapsed ones included, as ${intervalText(context)}. SD: standard deviation of these scores over seeds (n − 1), lower is steadier; worst: the worst of them. ${COST_MEANING}. ${SPARSITY_MEANING[context.sparsityOf]}.`,
    columns: COLUMNS,
    items: endings,
    notes: [
      missing === null ? null : `${missing}; they are not counted as failed.`,
      unjudged.length === 0
        ? null
        : `No score of guessing is known, so that no run counts as collapsed: ${unjudged.join(', ')}.`,
    ],
  });
};

function endsCell({ runs, diverged, collapsed, judged }: EndingSummary): Cell {
  if (runs === 0) return emptyCell(2);
  return {
    text: `${diverged} / ${judged ? String(collapsed) : '?'}`,
    raw: [diverged, judged ? collapsed : null],
  };
}

function scoreCell({ place: { metric, score } }: EndingSummary): Cell {
  if (score === null || metric === null) return emptyCell(4);
  return {
    text: `${estimateText(score, (value) => scoreText(value, metric))} (${metricUnit(metric)})`,
    raw: [metric, ...estimateRaw(score)],
  };
}

function spreadCell({ place: { metric } }: EndingSummary, value: number | null): Cell {
  return metric === null ? emptyCell(1) : numberCell(value, (score) => scoreText(score, metric));
}
