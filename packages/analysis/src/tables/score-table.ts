/** Scores and costs of every (architecture, method, sparsity), one column per task. */
import type { Metric, Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { compareText, orderLabels } from '../order.ts';
import type { Estimate } from '../statistics/stratified-mean.ts';
import { rangeOf } from '../statistics/scale.ts';
import { stratifiedMean } from '../statistics/stratified-mean.ts';
import type { ScoreSummary } from '../summary/summarise-scores.ts';
import { streamTasks, type StreamTask } from '../summary/stream-tasks.ts';
import { summariseScores } from '../summary/summarise-scores.ts';
import { fixed } from '../text/formatted.ts';
import { metricUnit, percentText, scoreText } from '../text/score-text.ts';
import { estimateText, intervalOf } from '../text/estimate-text.ts';
import { groupRows, metricsOf, type ScoreRow } from './score-rows.ts';
import { intervalText, missingText, SPARSITY_MEANING, seedCountText } from '../text/caption.ts';
import { learningNotes, NOT_LEARNED } from './learning-notes.ts';
import type { Cell, Column, Table } from './table.ts';
import { emptyCell, NO_VALUE, textCell } from './table.ts';

const ALL_TASKS = 'all tasks';
const COUNT_FIELDS = ['completed', 'diverged', 'missing'] as const;
const SCORE_FIELDS = 3 + COUNT_FIELDS.length;
const STRATEGY_COLUMN: Column = { label: 'Strategy', align: 'left', unit: null, fields: ['strategy'] };

/**
 * The headline table. Score cells read `mean [low, high] (n)`, with `2 div.` and `1 of 5 runs missing` where it
 * applies; accuracy in percent. In an experiment with strategies a column is a stream, and every strategy has rows of its
 * own. A column over all tasks is there only if several tasks share one metric; it is
 * the mean over the tasks, each weighing the same. MACs are percent of the dense core of the same architecture;
 * where tasks differ, the least and the largest are shown. CSV scores are shares, not percent.
 */
export function buildScoreTable(observations: readonly Observation[], context: AnalysisContext): Table {
  const summaries = summariseScores(observations, context);
  const tasks = streamTasks(observations, context);
  const streams = [...new Set(tasks.map(({ stream }) => stream))];
  const strategic = tasks.some(({ strategy }) => strategy !== null);
  const metrics = metricsOf(summaries, tasks);
  const shared = sharedMetric([...metrics.values()]);
  const rows = groupRows(summaries, tasks);
  const scoreColumns = [
    ...streams.map((stream) => scoreColumn(stream, metrics.get(stream) ?? null)),
    ...(shared === null ? [] : [scoreColumn(ALL_TASKS, shared)]),
  ];
  const missing = missingText(summaries);
  const diverged = summaries.reduce((sum, summary) => sum + summary.diverged, 0);
  return {
    id: 'scores',
    caption: `${context.experiment}, profile ${context.profile}: test scores as ${intervalText(context)}, ${seedCountText(summaries)} (count in parentheses). ${SPARSITY_MEANING[context.sparsityOf]}. MACs in percent of the dense core. The test set was touched once per run, after selection on validation data.`,
    columns: [
      ...(strategic ? [STRATEGY_COLUMN] : []),
      { label: 'Architecture', align: 'left', unit: null, fields: ['architecture'] },
      { label: 'Method', align: 'left', unit: null, fields: ['method'] },
      { label: 'Sparsity', align: 'right', unit: null, fields: ['sparsity'] },
      ...scoreColumns,
      shareColumn('Core MACs', 'core_mac_share'),
      shareColumn('Router MACs', 'router_mac_share'),
      shareColumn('Total MACs', 'total_mac_share'),
      { label: 'Parameters', align: 'right', unit: null, fields: ['parameters_min', 'parameters_max'] },
    ],
    rows: rows.map((row) => [
      ...(strategic ? [row.strategy === null ? emptyCell(1) : textCell(row.strategy)] : []),
      ...scoreRow(row, streams, shared, context),
    ]),
    footer: floorRows(tasks, metrics, shared !== null, context).map((cells) => [
      ...(strategic ? [emptyCell(1)] : []),
      ...cells,
    ]),
    notes: [
      ...(missing === null ? [] : [`${missing}.`]),
      ...(diverged === 0
        ? []
        : [`div.: runs that diverged, ${String(diverged)} in all; they are counted, not averaged.`]),
      ...learningNotes(summaries),
    ],
  };
}

/** Metric of all tasks if there are several and they agree, else null. */
function sharedMetric(metrics: readonly (Metric | null)[]): Metric | null {
  const [first, ...others] = metrics;
  return first !== undefined && others.length > 0 && others.every((metric) => metric === first)
    ? first
    : null;
}

function scoreColumn(label: string, metric: Metric | null): Column {
  const name = label.replaceAll(' ', '_');
  return {
    label,
    align: 'right',
    unit: metric === null ? null : metricUnit(metric),
    fields: [
      `${name}_score`,
      `${name}_low`,
      `${name}_high`,
      ...COUNT_FIELDS.map((count) => `${name}_${count}`),
    ],
  };
}

function shareColumn(label: string, field: string): Column {
  return { label, align: 'right', unit: '%', fields: [`${field}_min`, `${field}_max`] };
}

function scoreRow(
  { byStream }: ScoreRow,
  streams: readonly string[],
  shared: Metric | null,
  context: AnalysisContext,
): Cell[] {
  const row = [...byStream.values()];
  const { architecture, method, sparsity } = row[0]!;
  const pooled = row.length === streams.length ? overAllTasks(row, context) : null;
  const rangeCell = (
    read: (summary: ScoreSummary) => number | undefined,
    show: (value: number) => string,
  ): Cell => {
    const values = row.map(read).filter((value) => value !== undefined);
    if (values.length === 0) return emptyCell(2);
    const raw = [Math.min(...values), Math.max(...values)] as const;
    const texts = [...new Set(raw.map(show))];
    return { text: texts.join('–'), raw };
  };
  const share = (key: 'core' | 'router' | 'total'): Cell =>
    rangeCell(
      ({ shares }) => shares?.[key],
      (value) => fixed(value * 100),
    );
  return [
    textCell(architecture),
    textCell(method),
    { text: percentText(sparsity), raw: [sparsity] },
    ...streams.map((stream) => {
      const summary = byStream.get(stream);
      return summary === undefined
        ? emptyCell(SCORE_FIELDS)
        : scoreCell(summary.score, summary.metric, summary);
    }),
    ...(shared === null ? [] : [scoreCell(pooled, shared, totals(row))]),
    share('core'),
    share('router'),
    share('total'),
    rangeCell(
      ({ parameters }) => parameters ?? undefined,
      (value) => String(Math.round(value)),
    ),
  ];
}

type Counts = Pick<ScoreSummary, 'completed' | 'diverged' | 'missing' | 'expected'> &
  Partial<Pick<ScoreSummary, 'learning'>>;

function scoreCell(score: Estimate | null, metric: Metric | null, counts: Counts): Cell {
  const remarks = [
    ...(score === null ? [] : [String(counts.completed)]),
    ...(counts.diverged > 0 ? [`${String(counts.diverged)} div.`] : []),
    ...(counts.missing > 0 ? [`${String(counts.missing)} of ${String(counts.expected)} runs missing`] : []),
    ...(counts.learning === 'not learned' ? [NOT_LEARNED] : []),
  ];
  const interval = score === null ? null : intervalOf(score);
  const show = (value: number): string => (metric === null ? NO_VALUE : scoreText(value, metric));
  const value = score === null ? NO_VALUE : estimateText(score, show);
  return {
    text: remarks.length === 0 ? value : `${value} (${remarks.join('; ')})`,
    raw: [
      score?.point ?? null,
      interval?.[0] ?? null,
      interval?.[1] ?? null,
      ...COUNT_FIELDS.map((count) => counts[count]),
    ],
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
  const sum = (count: 'completed' | 'diverged' | 'missing' | 'expected'): number =>
    row.reduce((total, summary) => total + summary[count], 0);
  return {
    completed: sum('completed'),
    diverged: sum('diverged'),
    missing: sum('missing'),
    expected: sum('expected'),
  };
}

function floorRows(
  tasks: readonly StreamTask[],
  metrics: ReadonlyMap<string, Metric | null>,
  aggregated: boolean,
  { floors }: AnalysisContext,
): Cell[][] {
  const labels = orderLabels(
    [],
    floors.filter(({ task }) => tasks.some((one) => one.task === task)).map(({ label }) => label),
  ).sort(compareText);
  const floorOf = (stream: string, label: string): number | undefined =>
    floors.find(
      (floor) =>
        floor.label === label && tasks.some((one) => one.stream === stream && one.task === floor.task),
    )?.score;
  return labels.map((label) => [
    emptyCell(1),
    textCell(label),
    emptyCell(1),
    ...[...metrics].map(([stream, metric]): Cell => {
      const score = floorOf(stream, label);
      if (score === undefined || metric === null) return emptyCell(SCORE_FIELDS);
      return { text: scoreText(score, metric), raw: [score, null, null, null, null, null] };
    }),
    ...(aggregated ? [emptyCell(SCORE_FIELDS)] : []),
    ...Array.from({ length: 4 }, () => emptyCell(2)),
  ]);
}
