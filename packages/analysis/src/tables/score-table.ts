/** Scores and costs of every (architecture, method, sparsity), one column per task. */
import type { Metric, Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { compareText, orderLabels } from '../order.ts';
import type { Estimate } from '../statistics/stratified-bootstrap.ts';
import { stratifiedBootstrap } from '../statistics/stratified-bootstrap.ts';
import type { ScoreSummary } from '../summary/summarise-scores.ts';
import { summariseScores } from '../summary/summarise-scores.ts';
import { fixed, metricUnit, percentText, scoreText } from '../text/score-text.ts';
import { estimateText, intervalOf } from './estimate-cell.ts';
import { intervalText, missingText, SPARSITY_MEANING, seedCountText } from './caption.ts';
import type { Cell, Column, Table } from './table.ts';
import { emptyCell, NO_VALUE, textCell } from './table.ts';

const ALL_TASKS = 'all tasks';
const COUNT_FIELDS = ['completed', 'diverged', 'missing'] as const;

/**
 * The headline table. Score cells read `IQM [low, high] (n)`, with `2 div.` and `1 of 5 runs missing` where it
 * applies; accuracy in percent. A column over all tasks is there only if several tasks share one metric; it pools
 * the runs of all tasks and resamples within each. MACs are percent of the dense core of the same architecture;
 * where tasks differ, the least and the largest are shown. CSV scores are shares, not percent.
 */
export function buildScoreTable(observations: readonly Observation[], context: AnalysisContext): Table {
  const summaries = summariseScores(observations, context);
  const tasks = orderLabels(
    context.tasks,
    summaries.map(({ task }) => task),
  );
  const metrics = new Map(summaries.map(({ task, metric }) => [task, metric]));
  const shared = sharedMetric([...metrics.values()]);
  const rows = [...groupRows(summaries).values()];
  const scoreColumns = [
    ...tasks.map((task) => scoreColumn(task, metrics.get(task) ?? null)),
    ...(shared === null ? [] : [scoreColumn(ALL_TASKS, shared)]),
  ];
  const missing = missingText(summaries);
  const diverged = summaries.reduce((sum, summary) => sum + summary.diverged, 0);
  return {
    id: 'scores',
    caption: `${context.experiment}, profile ${context.profile}: test scores as ${intervalText(context)}, ${seedCountText(summaries)} (count in parentheses). ${SPARSITY_MEANING[context.sparsityOf]}. MACs in percent of the dense core. The test set was touched once per run, after selection on validation data.`,
    columns: [
      { label: 'Architecture', align: 'left', unit: null, fields: ['architecture'] },
      { label: 'Method', align: 'left', unit: null, fields: ['method'] },
      { label: 'Sparsity', align: 'right', unit: null, fields: ['sparsity'] },
      ...scoreColumns,
      shareColumn('Core MACs', 'core_mac_share'),
      shareColumn('Router MACs', 'router_mac_share'),
      shareColumn('Total MACs', 'total_mac_share'),
      { label: 'Parameters', align: 'right', unit: null, fields: ['parameters_min', 'parameters_max'] },
    ],
    rows: rows.map((row) => scoreRow(row, shared, context)),
    footer: floorRows(tasks, metrics, shared !== null, context),
    notes: [
      ...(missing === null ? [] : [`${missing}.`]),
      ...(diverged === 0
        ? []
        : [`div.: runs that diverged, ${String(diverged)} in all; they are counted, not averaged.`]),
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

function groupRows(summaries: readonly ScoreSummary[]): Map<string, ScoreSummary[]> {
  const rows = new Map<string, ScoreSummary[]>();
  for (const summary of summaries) {
    const id = JSON.stringify([summary.architecture, summary.method, summary.sparsity]);
    const members = rows.get(id);
    if (members) members.push(summary);
    else rows.set(id, [summary]);
  }
  return rows;
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

function scoreRow(row: readonly ScoreSummary[], shared: Metric | null, context: AnalysisContext): Cell[] {
  const { architecture, method, sparsity } = row[0]!;
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
    ...row.map((summary) => scoreCell(summary.score, summary.metric, summary)),
    ...(shared === null ? [] : [scoreCell(overAllTasks(row, context), shared, totals(row))]),
    share('core'),
    share('router'),
    share('total'),
    rangeCell(
      ({ parameters }) => parameters ?? undefined,
      (value) => String(Math.round(value)),
    ),
  ];
}

type Counts = Pick<ScoreSummary, 'completed' | 'diverged' | 'missing' | 'expected'>;

function scoreCell(score: Estimate | null, metric: Metric | null, counts: Counts): Cell {
  const remarks = [
    ...(score === null ? [] : [String(counts.completed)]),
    ...(counts.diverged > 0 ? [`${String(counts.diverged)} div.`] : []),
    ...(counts.missing > 0 ? [`${String(counts.missing)} of ${String(counts.expected)} runs missing`] : []),
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
  const { architecture, method, sparsity } = row[0]!;
  const name = `score/${architecture}/${method}/${String(sparsity)}`;
  return stratifiedBootstrap(
    row.flatMap(({ samples }) => samples),
    name,
    { confidence },
  );
}

function totals(row: readonly ScoreSummary[]): Counts {
  const sum = (count: keyof Counts): number => row.reduce((total, summary) => total + summary[count], 0);
  return {
    completed: sum('completed'),
    diverged: sum('diverged'),
    missing: sum('missing'),
    expected: sum('expected'),
  };
}

function floorRows(
  tasks: readonly string[],
  metrics: ReadonlyMap<string, Metric | null>,
  aggregated: boolean,
  { floors }: AnalysisContext,
): Cell[][] {
  const labels = orderLabels(
    [],
    floors.filter(({ task }) => tasks.includes(task)).map(({ label }) => label),
  ).sort(compareText);
  const fieldCount = 3 + COUNT_FIELDS.length;
  return labels.map((label) => [
    emptyCell(1),
    textCell(label),
    emptyCell(1),
    ...tasks.map((task): Cell => {
      const score = floors.find((floor) => floor.task === task && floor.label === label)?.score;
      const metric = metrics.get(task) ?? null;
      if (score === undefined || metric === null) return emptyCell(fieldCount);
      return { text: scoreText(score, metric), raw: [score, null, null, null, null, null] };
    }),
    ...(aggregated ? [emptyCell(fieldCount)] : []),
    ...Array.from({ length: 4 }, () => emptyCell(2)),
  ]);
}
