/** Wall-clock times beside MACs and scores: what sparsity is worth on a machine. */
import { count } from '@dsrnn/portable';
import { stepTimes, type Measure } from '@dsrnn/records';
import {
  promisedFactor,
  summariseTimes,
  type RelativeTime,
  type TimedPlace,
} from '../summary/summarise-times.ts';
import { formatted } from '../text/formatted.ts';
import { meaningText } from '../text/measure-text.ts';
import { metricUnit, scoreText } from '../text/score-text.ts';
import { factorText, machineText, NO_STREAM_REASON } from '../text/time-text.ts';
import { divergedNote, intervalText, missingNote, SPARSITY_MEANING, seedCountText } from '../text/caption.ts';
import { estimateText } from '../text/estimate-text.ts';
import { estimateFields, estimateRaw, numberCell } from './cells.ts';
import { column, tableOf, type ItemColumn, type TableBuilder } from './declared-table.ts';
import { COST_COLUMN, COST_MEANING, placeColumns } from './place-columns.ts';
import { emptyCell, NO_VALUE, NOT_MEASURED, type Cell } from './table.ts';

const NO_STREAM = 'no stream';

const COLUMNS: readonly ItemColumn<TimedPlace>[] = [
  ...placeColumns(({ place }: TimedPlace) => place),
  column('Units', null, ['units'], ({ units }) => numberCell(units, (n) => String(Math.round(n)))),
  COST_COLUMN,
  column('Promised', null, ['promised_factor'], ({ place }) => numberCell(promisedFactor(place), factorText)),
  timeColumn(stepTimes.train, 'train_ms', ({ train }) => timeCell(train, 1, NOT_MEASURED)),
  column('Training', null, ['train_factor'], ({ train }) => factorCell(train)),
  timeColumn(stepTimes.stream, 'stream_us', ({ stream, measured }) =>
    timeCell(stream, 1000, measured ? NO_STREAM : NOT_MEASURED),
  ),
  column('Streaming', null, ['stream_factor'], ({ stream }) => factorCell(stream)),
  column(
    'Score',
    null,
    ['metric', ...estimateFields('score'), 'completed', 'diverged', 'missing'],
    scoreCell,
  ),
];

/**
 * One row per (architecture, method, sparsity, task), the reference included. CSV factors are below 1 where a model is
 * slower than the reference; scores there are shares. Throws AnalysisError as `summariseTimes` does.
 */
export const buildTimesTable: TableBuilder = (observations, context) => {
  const { record, places } = summariseTimes(observations, context, 'table times');
  const { experiment, profile, reference } = context;
  const summaries = places.map(({ place }) => place);
  const unmeasured = places.filter(({ measured }) => !measured).length;
  const unstreamed = places.some(({ measured, stream }) => measured && stream === null);
  return tableOf<TimedPlace>({
    id: 'times',
    caption: `${experiment}, profile ${profile}: wall-clock times, median [least, most] of ${count(record.rounds, 'round')}, batch size ${record.batchSize}, lower is better. Measured on ${machineText(record)}: they hold for that machine and are part of no digest. ${meaningText(stepTimes.train)}. ${meaningText(stepTimes.stream)}. Training, streaming: median of ${reference} (its least sparsity, same architecture and task) / median. Promised: what that factor would be if time were total MACs alone, dense core / (core + router); head, element-wise work and calls are no part of it. Score: test score, ${intervalText(context)}, ${seedCountText(summaries)} (count in parentheses). ${COST_MEANING}. ${SPARSITY_MEANING[context.sparsityOf]}.`,
    columns: COLUMNS,
    items: places,
    notes: [
      missingNote(summaries),
      divergedNote(summaries),
      unmeasured === 0
        ? null
        : `${NOT_MEASURED}: ${unmeasured} of ${count(places.length, 'place')} of the grid.`,
      unstreamed ? `${NO_STREAM}: cannot be fed step by step, its ${NO_STREAM_REASON}.` : null,
    ],
  });
};

function timeColumn(
  { title, sign }: Measure,
  field: string,
  cell: (place: TimedPlace) => Cell,
): ItemColumn<TimedPlace> {
  return column(title, sign, [field, `${field}_least`, `${field}_most`], cell);
}

function timeCell(time: RelativeTime | null, scale: number, absent: string): Cell {
  if (time === null) return { ...emptyCell(3), text: absent };
  const { median, least, most } = time.ms;
  const raw = [median, least, most].map((ms) => Number((ms * scale).toPrecision(12))); // without 0.1 + 0.2 digits
  const [middle, ...ends] = raw.map((time) => formatted(time, 'time'));
  return { text: `${middle!} [${ends.join(', ')}]`, raw };
}

function factorCell(time: RelativeTime | null): Cell {
  return numberCell(time?.share == null ? null : 1 / time.share.median, factorText);
}

function scoreCell({ place }: TimedPlace): Cell {
  const { score, metric, completed, diverged, missing, expected } = place;
  const remarks = [
    ...(score === null ? [] : [String(completed)]),
    ...(diverged > 0 ? [`${diverged} div.`] : []),
    ...(missing > 0 ? [`${missing} of ${expected} missing`] : []),
  ].join('; ');
  const text =
    score === null || metric === null
      ? `${NO_VALUE} (${remarks})`
      : `${estimateText(score, (value) => scoreText(value, metric))} (${metricUnit(metric)}; ${remarks})`;
  const raw = score === null ? [null, ...estimateRaw(null)] : [metric, ...estimateRaw(score)];
  return { text, raw: [...raw, completed, diverged, missing] };
}
