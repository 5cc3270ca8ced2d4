/** A table of what is measured over the parts of tasks: one row for each place of the grid, its columns declared. */
import type { Metric } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import type { PartPlace } from '../summary/part-places.ts';
import { measureEstimate } from '../summary/summarise-measures.ts';
import { fixed, metricUnit, minus, percentText } from '../text/score-text.ts';
import { intervalText, missingText, SPARSITY_MEANING } from './caption.ts';
import { estimateText, intervalOf } from './estimate-cell.ts';
import { COST_COLUMN, COST_MEANING, costCell } from './place-columns.ts';
import { RUNS_COLUMN, runCountText, runsCell } from './runs-column.ts';
import type { Cell, Column, Table } from './table.ts';
import { learningNotes } from './learning-notes.ts';
import { emptyCell, NO_VALUE, textCell } from './table.ts';

/** A column of one measure: `mean [low, high]`. */
export interface PartColumn {
  readonly label: string;
  /** Full name, `<probe>.<measure>`. */
  readonly measure: string;
  /** What it is and which way is better: a sentence without its full stop, for the caption. */
  readonly meaning: string;
  /** Unit where all rows are scored by this metric; null where there is none. */
  readonly unit: (metric: Metric) => string | null;
  readonly show: (value: number, metric: Metric) => string;
  /** Left out where no run has the measure. */
  readonly optional?: boolean;
}

/** What makes one table of parts differ from another. */
export interface PartTableOptions {
  readonly id: string;
  /** What the table shows: the start of the caption, without a full stop. */
  readonly subject: string;
  readonly columns: readonly PartColumn[];
  /** Sentences for the caption after those on the columns. */
  readonly remarks: string;
  /** Full name of the measure under which rows at the end show what needs no recurrent model; absent: no such rows. */
  readonly floorsUnder?: string;
  /** Sentences to stand below the table besides those on lost runs. */
  readonly notes?: readonly string[];
}

/** The table of these places, in their order. Runs that diverged have no parts; they and missing runs are counted. */
export function buildPartTable(
  places: readonly PartPlace[],
  context: AnalysisContext,
  { id, subject, columns, remarks, floorsUnder, notes = [] }: PartTableOptions,
): Table {
  const metrics = [...new Set(places.flatMap(({ place }) => place.metric ?? []))];
  const shared = metrics.length === 1 ? metrics[0]! : null;
  const strategic = places.some(({ strategy }) => strategy !== null);
  const shown = columns.filter(
    ({ optional, measure }) =>
      optional !== true || places.some(({ runs }) => runs.some(({ measures }) => measure in measures)),
  );
  const unmeasured = places.some(({ runs }) =>
    runs.some(({ measures }) => shown.some(({ measure }) => !(measure in measures))),
  );
  const missing = missingText(places.map(({ place }) => place));
  const diverged = places.reduce((sum, { place }) => sum + place.diverged, 0);
  const heads: readonly Column[] = [
    { label: 'Stream', align: 'left', unit: null, fields: ['stream'] },
    ...(strategic
      ? [{ label: 'Strategy', align: 'left', unit: null, fields: ['strategy'] } satisfies Column]
      : []),
    { label: 'Architecture', align: 'left', unit: null, fields: ['architecture'] },
    { label: 'Method', align: 'left', unit: null, fields: ['method'] },
    { label: 'Sparsity', align: 'right', unit: null, fields: ['sparsity'] },
    ...(shared === null
      ? [{ label: 'Metric', align: 'left', unit: null, fields: ['metric'] } satisfies Column]
      : []),
    { label: 'Parts', align: 'right', unit: null, fields: ['parts'] },
    RUNS_COLUMN,
    COST_COLUMN,
    { label: 'Parameters', align: 'right', unit: null, fields: ['parameters'] },
  ];
  const footer = floorsUnder === undefined ? [] : floorRows(places, context, heads, shown, floorsUnder);
  const explained =
    footer.length === 0 ? '' : ' Last rows: what needs no recurrent model, mean over the parts.';
  return {
    id,
    caption: `${context.experiment}, profile ${context.profile}: ${subject}; ${intervalText(context)}, ${runCountText(places)} (column Runs). ${shown.map(({ meaning }) => `${meaning}. `).join('')}${remarks}${explained} Parts: their number, K or T. ${COST_MEANING}. ${SPARSITY_MEANING[context.sparsityOf]}.`,
    columns: [...heads, ...shown.map((column) => columnOf(column, shared))],
    rows: places.map((one): Cell[] => {
      const { place, names } = one;
      return [
        textCell(one.stream),
        ...(strategic ? [one.strategy === null ? emptyCell(1) : textCell(one.strategy)] : []),
        textCell(place.architecture),
        textCell(place.method),
        { text: percentText(place.sparsity), raw: [place.sparsity] },
        ...(shared === null ? [metricCell(place.metric)] : []),
        names.length === 0 ? emptyCell(1) : { text: String(names.length), raw: [names.length] },
        runsCell(one),
        costCell(place),
        place.parameters === null
          ? emptyCell(1)
          : { text: String(Math.round(place.parameters)), raw: [place.parameters] },
        ...shown.map((column) => measureCell(one, column, context)),
      ];
    }),
    footer,
    notes: [
      ...(missing === null ? [] : [`${missing}.`]),
      ...(diverged === 0
        ? []
        : [`div.: runs that diverged, ${String(diverged)} in all; they are counted, not averaged.`]),
      ...(unmeasured
        ? [
            `${NO_VALUE}: not measured, or there is nothing to measure, such as forgetting of parts that are learned at once.`,
          ]
        : []),
      ...notes,
      ...learningNotes(places.map(({ place }) => place)),
    ],
  };
}

/** A row for each floor of each stream, its score in the column of `measure`. */
function floorRows(
  places: readonly PartPlace[],
  { floors }: AnalysisContext,
  heads: readonly Column[],
  shown: readonly PartColumn[],
  measure: string,
): Cell[][] {
  const streams = new Map(places.map((one) => [one.stream, one]));
  return [...streams.values()].flatMap(({ stream, task, place: { metric } }) =>
    floors
      .filter((floor) => floor.task === task)
      .map(({ label, score }): Cell[] => [
        ...heads.map((head) => {
          if (head.label === 'Stream') return textCell(stream);
          if (head.label === 'Method') return textCell(label);
          return emptyCell(head.fields.length);
        }),
        ...shown.map((column): Cell => {
          if (column.measure !== measure || metric === null) return emptyCell(3);
          return { text: column.show(score, metric), raw: [score, null, null] };
        }),
      ]),
  );
}

/** Unit of a difference between two scores. */
export function differenceUnit(metric: Metric): string {
  return metric === 'accuracy' ? 'points' : metricUnit(metric);
}

/** Two decimals, no sign on what rounds to zero. */
export function twoDecimals(value: number): string {
  return minus(value.toFixed(2)).replace(/^−0\.00$/, '0.00');
}

/** A share in percent, one decimal. */
export function percent(share: number): string {
  return fixed(share * 100);
}

/** What the metric of a row is measured in. */
function metricCell(metric: Metric | null): Cell {
  return metric === null ? emptyCell(1) : { text: metricUnit(metric), raw: [metric] };
}

function columnOf({ label, measure, unit }: PartColumn, shared: Metric | null): Column {
  const field = measure.replace(/^parts\./, '').replaceAll(/[.-]/g, '_');
  return {
    label,
    align: 'right',
    unit: shared === null ? null : unit(shared),
    fields: [field, `${field}_low`, `${field}_high`],
  };
}

function measureCell(one: PartPlace, { measure, show }: PartColumn, context: AnalysisContext): Cell {
  const estimate = measureEstimate(one, measure, context);
  const { metric } = one.place;
  if (estimate === null || metric === null) return emptyCell(3);
  return {
    text: estimateText(estimate, (value) => show(value, metric)),
    raw: [estimate.point, ...(intervalOf(estimate) ?? [null, null])],
  };
}
