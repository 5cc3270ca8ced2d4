/** Wall-clock times beside MACs and scores: what sparsity is worth on a machine. */
import { stepTimes, type Measure, type Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import {
  promisedFactor,
  type RelativeTime,
  summariseTimes,
  type TimedPlace,
} from '../summary/summarise-times.ts';
import { formatted } from '../text/formatted.ts';
import { meaningText } from '../text/measure-text.ts';
import { metricUnit, scoreText } from '../text/score-text.ts';
import { count, factorText, machineText, NO_STREAM_REASON } from '../text/time-text.ts';
import { intervalText, missingText, SPARSITY_MEANING, seedCountText } from '../text/caption.ts';
import { estimateText, intervalOf } from '../text/estimate-text.ts';
import { COST_COLUMN, COST_MEANING, costCell, PLACE_COLUMNS, placeCells } from './place-columns.ts';
import type { Cell, Column, Table } from './table.ts';
import { emptyCell, NOT_MEASURED } from './table.ts';

const NO_STREAM = 'no stream';

const COLUMNS: readonly Column[] = [
  ...PLACE_COLUMNS,
  { label: 'Units', align: 'right', unit: null, fields: ['units'] },
  COST_COLUMN,
  { label: 'Promised', align: 'right', unit: null, fields: ['promised_factor'] },
  timeColumn(stepTimes.train, 'train_ms'),
  { label: 'Training', align: 'right', unit: null, fields: ['train_factor'] },
  timeColumn(stepTimes.stream, 'stream_us'),
  { label: 'Streaming', align: 'right', unit: null, fields: ['stream_factor'] },
  {
    label: 'Score',
    align: 'right',
    unit: null,
    fields: ['metric', 'score', 'score_low', 'score_high', 'completed', 'diverged', 'missing'],
  },
];

/**
 * One row per (architecture, method, sparsity, task), the reference included. CSV factors are below 1 where a model is
 * slower than the reference; scores there are shares. Throws AnalysisError as `summariseTimes` does.
 */
export function buildTimesTable(observations: readonly Observation[], context: AnalysisContext): Table {
  const { record, places } = summariseTimes(observations, context, 'table times');
  const { experiment, profile, reference } = context;
  const summaries = places.map(({ place }) => place);
  const missing = missingText(summaries);
  const diverged = summaries.reduce((sum, summary) => sum + summary.diverged, 0);
  const unmeasured = places.filter(({ measured }) => !measured).length;
  const unstreamed = places.some(({ measured, stream }) => measured && stream === null);
  return {
    id: 'times',
    caption: `${experiment}, profile ${profile}: wall-clock times, median [least, most] of ${count(record.rounds, 'round')}, batch size ${String(record.batchSize)}, lower is better. Measured on ${machineText(record)}: they hold for that machine and are part of no digest. ${meaningText(stepTimes.train)}. ${meaningText(stepTimes.stream)}. Training, streaming: median of ${reference} (its least sparsity, same architecture and task) / median. Promised: what that factor would be if time were total MACs alone, dense core / (core + router); head, element-wise work and calls are no part of it. Score: test score, ${intervalText(context)}, ${seedCountText(summaries)} (count in parentheses). ${COST_MEANING}. ${SPARSITY_MEANING[context.sparsityOf]}.`,
    columns: COLUMNS,
    rows: places.map(timesRow),
    footer: [],
    notes: [
      ...(missing === null ? [] : [`${missing}.`]),
      ...(diverged === 0
        ? []
        : [`div.: runs that diverged, ${String(diverged)} in all; they are counted, not averaged.`]),
      ...(unmeasured === 0
        ? []
        : [`${NOT_MEASURED}: ${String(unmeasured)} of ${count(places.length, 'place')} of the grid.`]),
      ...(unstreamed ? [`${NO_STREAM}: cannot be fed step by step, its ${NO_STREAM_REASON}.`] : []),
    ],
  };
}

function timeColumn({ title, sign }: Measure, field: string): Column {
  return { label: title, align: 'right', unit: sign, fields: [field, `${field}_least`, `${field}_most`] };
}

function timesRow({ place, units, measured, train, stream }: TimedPlace): Cell[] {
  const promised = promisedFactor(place);
  return [
    ...placeCells(place),
    units === null ? emptyCell(1) : { text: String(Math.round(units)), raw: [units] },
    costCell(place),
    promised === null ? emptyCell(1) : { text: factorText(promised), raw: [promised] },
    timeCell(train, 1, NOT_MEASURED),
    factorCell(train),
    timeCell(stream, 1000, measured ? NO_STREAM : NOT_MEASURED),
    factorCell(stream),
    scoreCell(place),
  ];
}

function timeCell(time: RelativeTime | null, scale: number, absent: string): Cell {
  if (time === null) return { ...emptyCell(3), text: absent };
  const { median, least, most } = time.ms;
  const raw = [median, least, most].map((ms) => Number((ms * scale).toPrecision(12))); // without 0.1 + 0.2 digits
  const [middle, ...ends] = raw.map((time) => formatted(time, 'time'));
  return { text: `${middle!} [${ends.join(', ')}]`, raw };
}

function factorCell(time: RelativeTime | null): Cell {
  if (time?.share == null) return emptyCell(1);
  const factor = 1 / time.share.median;
  return { text: factorText(factor), raw: [factor] };
}

function scoreCell({ score, metric, completed, diverged, missing, expected }: TimedPlace['place']): Cell {
  const counts = [completed, diverged, missing];
  const remarks = [
    ...(score === null ? [] : [String(completed)]),
    ...(diverged > 0 ? [`${String(diverged)} div.`] : []),
    ...(missing > 0 ? [`${String(missing)} of ${String(expected)} missing`] : []),
  ].join('; ');
  if (score === null || metric === null) {
    const empty = emptyCell(4);
    return { text: `${empty.text} (${remarks})`, raw: [...empty.raw, ...counts] };
  }
  return {
    text: `${estimateText(score, (value) => scoreText(value, metric))} (${metricUnit(metric)}; ${remarks})`,
    raw: [metric, score.point, ...(intervalOf(score) ?? [null, null]), ...counts],
  };
}
