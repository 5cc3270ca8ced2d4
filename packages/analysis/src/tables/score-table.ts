/** Scores and costs of every (architecture, method, sparsity), one column per task. */
import { count } from '@dsrnn/portable';
import type { Metric } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { compareText } from '../order.ts';
import type { Estimate } from '../statistics/stratified-mean.ts';
import { rangeOf } from '../statistics/scale.ts';
import { stratifiedMean } from '../statistics/stratified-mean.ts';
import { streamTasks, type StreamTask } from '../summary/stream-tasks.ts';
import { summariseScores, type ScoreSummary } from '../summary/summarise-scores.ts';
import { fixed } from '../text/formatted.ts';
import { metricUnit, scoreText } from '../text/score-text.ts';
import { estimateText } from '../text/estimate-text.ts';
import {
  divergedNote,
  intervalText,
  missingNote,
  SPARSITY_MEANING,
  seedCountText,
  total,
} from '../text/caption.ts';
import { estimateRaw, rangeCell, remarked } from './cells.ts';
import { column, sparseRow, tableOf, type ItemColumn, type TableBuilder } from './declared-table.ts';
import { learningNotes, NOT_LEARNED } from './learning-notes.ts';
import { strategyColumn } from './part-columns.ts';
import { modelColumns } from './place-columns.ts';
import { groupRows, metricByStream, type ScoreRow } from './score-rows.ts';
import { emptyCell, NO_VALUE, textCell, type Cell } from './table.ts';

const ALL_TASKS = 'all tasks';
const COUNTS = ['completed', 'diverged', 'missing'] as const;
const SCORE_FIELDS = 3 + COUNTS.length;

/**
 * The headline table. Score cells read `mean [low, high] (n)`, with `2 div.` and `1 of 5 runs missing` where it
 * applies; accuracy in percent. In an experiment with strategies a column is a stream, and every strategy has rows of its
 * own. A column over all tasks is there only if several tasks share one metric; it is
 * the mean over the tasks, each weighing the same. MACs are percent of the dense core of the same architecture;
 * where tasks differ, the least and the largest are shown. CSV scores are shares, not percent.
 */
export const buildScoreTable: TableBuilder = (observations, context) => {
  const summaries = summariseScores(observations, context);
  const tasks = streamTasks(observations, context);
  const metrics = metricByStream(summaries, tasks);
  const shared = sharedMetric([...metrics.values()]);
  const columns: ItemColumn<ScoreRow>[] = [
    ...strategyColumn(tasks, ({ strategy }: ScoreRow) => strategy),
    ...modelColumns(({ byStream }: ScoreRow) => [...byStream.values()][0]!),
    ...[...metrics].map(([stream, metric]) =>
      scoreColumn(stream, metric, ({ byStream }) => {
        const summary = byStream.get(stream);
        return summary === undefined
          ? emptyCell(SCORE_FIELDS)
          : scoreCell(summary.score, summary.metric, summary);
      }),
    ),
    ...(shared === null
      ? []
      : [
          scoreColumn(ALL_TASKS, shared, ({ byStream }) => {
            const row = [...byStream.values()];
            const pooled = row.length === metrics.size ? overAllTasks(row, context) : null;
            return scoreCell(pooled, shared, totals(row));
          }),
        ]),
    shareColumn('Core MACs', 'core'),
    shareColumn('Router MACs', 'router'),
    shareColumn('Total MACs', 'total'),
    rangeColumn('Parameters', null, 'parameters', ({ parameters }) => parameters, rounded),
  ];
  return tableOf<ScoreRow>({
    id: 'scores',
    caption: `${context.experiment}, profile ${context.profile}: test scores as ${intervalText(context)}, ${seedCountText(summaries)} (count in parentheses). ${SPARSITY_MEANING[context.sparsityOf]}. MACs in percent of the dense core. The test set was touched once per run, after selection on validation data.`,
    columns,
    items: groupRows(summaries, tasks),
    footer: floorRows(columns, tasks, metrics, context),
    notes: [missingNote(summaries), divergedNote(summaries), ...learningNotes(summaries)],
  });
};

/** Metric of all tasks if there are several and they agree, else null. */
function sharedMetric(metrics: readonly (Metric | null)[]): Metric | null {
  const [first, ...others] = metrics;
  return first !== undefined && others.length > 0 && others.every((metric) => metric === first)
    ? first
    : null;
}

function scoreColumn(
  label: string,
  metric: Metric | null,
  cell: (row: ScoreRow) => Cell,
): ItemColumn<ScoreRow> {
  const name = label.replaceAll(' ', '_');
  const fields = ['score', 'low', 'high', ...COUNTS].map((field) => `${name}_${field}`);
  return column(label, metric === null ? null : metricUnit(metric), fields, cell);
}

function rounded(value: number): string {
  return String(Math.round(value));
}

/** The least and the largest over the tasks of a row. */
function rangeColumn(
  label: string,
  unit: string | null,
  field: string,
  read: (summary: ScoreSummary) => number | null | undefined,
  show: (value: number) => string,
): ItemColumn<ScoreRow> {
  return column(label, unit, [`${field}_min`, `${field}_max`], ({ byStream }) =>
    rangeCell(
      [...byStream.values()].flatMap((summary) => read(summary) ?? []),
      show,
    ),
  );
}

function shareColumn(label: string, kind: 'core' | 'router' | 'total'): ItemColumn<ScoreRow> {
  return rangeColumn(
    label,
    '%',
    `${kind}_mac_share`,
    ({ shares }) => shares?.[kind],
    (value) => fixed(value * 100),
  );
}

type Counts = Pick<ScoreSummary, 'completed' | 'diverged' | 'missing' | 'expected'> &
  Partial<Pick<ScoreSummary, 'learning'>>;

function scoreCell(score: Estimate | null, metric: Metric | null, counts: Counts): Cell {
  const { completed, diverged, missing, expected, learning } = counts;
  const remarks = [
    ...(score === null ? [] : [String(completed)]),
    ...(diverged > 0 ? [`${diverged} div.`] : []),
    ...(missing > 0 ? [`${missing} of ${count(expected, 'run')} missing`] : []),
    ...(learning === 'not learned' ? [NOT_LEARNED] : []),
  ];
  const show = (value: number): string => (metric === null ? NO_VALUE : scoreText(value, metric));
  return {
    text: remarked(score === null ? NO_VALUE : estimateText(score, show), remarks),
    raw: [...estimateRaw(score), ...COUNTS.map((count) => counts[count])],
  };
}

/** Null if a task has no completed run: a mean over other tasks than its neighbours' would mislead. */
function overAllTasks(row: readonly ScoreSummary[], { confidence }: AnalysisContext): Estimate | null {
  if (row.some(({ score }) => score === null)) return null;
  const samples = row.flatMap((summary) => summary.samples);
  const metric = row[0]?.metric ?? null;
  return stratifiedMean(samples, confidence, metric === null ? undefined : rangeOf(metric));
}

function totals(row: readonly ScoreSummary[]): Counts {
  return {
    completed: total(row, 'completed'),
    diverged: total(row, 'diverged'),
    missing: total(row, 'missing'),
    expected: total(row, 'expected'),
  };
}

/** A row for each score that needs no recurrent model. */
function floorRows(
  columns: readonly ItemColumn<ScoreRow>[],
  tasks: readonly StreamTask[],
  metrics: ReadonlyMap<string, Metric | null>,
  { floors }: AnalysisContext,
): Cell[][] {
  const own = floors.filter(({ task }) => tasks.some((one) => one.task === task));
  const labels = [...new Set(own.map(({ label }) => label))].sort(compareText);
  return labels.map((label) => {
    const scores = [...metrics].flatMap(([stream, metric]): [string, Cell][] => {
      const floor = own.find(
        (one) =>
          one.label === label && tasks.some(({ stream: of, task }) => of === stream && task === one.task),
      );
      if (floor === undefined || metric === null) return [];
      const raw = [floor.score, ...Array.from({ length: SCORE_FIELDS - 1 }, () => null)];
      return [[stream, { text: scoreText(floor.score, metric), raw }]];
    });
    return sparseRow(columns, { Method: textCell(label), ...Object.fromEntries(scores) });
  });
}
