/** A table of what is measured over the parts of tasks: one row for each place of the grid, its columns declared. */
import type { Measure, Metric } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { measureIn } from '../measure-in.ts';
import type { PartPlace } from '../summary/part-places.ts';
import { measureEstimate } from '../summary/summarise-measures.ts';
import { formatted } from '../text/formatted.ts';
import { directionText, meaningText } from '../text/measure-text.ts';
import { metricUnit, percentText } from '../text/score-text.ts';
import { intervalText, missingText, runCountText, SPARSITY_MEANING } from '../text/caption.ts';
import { estimateText, intervalOf } from '../text/estimate-text.ts';
import { COST_COLUMN, COST_MEANING, costCell } from './place-columns.ts';
import { RUNS_COLUMN, runsCell } from './runs-column.ts';
import type { Cell, Column, Table } from './table.ts';
import { learningNotes } from './learning-notes.ts';
import { emptyCell, NO_VALUE, textCell } from './table.ts';

/** A column of one measure: `mean [low, high]`; label, unit and format are as it is declared. */
export interface PartColumn {
  /** Full name, `<probe>.<measure>`. */
  readonly measure: string;
  /** In place of the title and meaning of the declaration, where a table has other words for it. */
  readonly words?: Pick<Measure, 'title' | 'meaning'>;
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
  const declared: readonly Declared[] = shown.map(({ measure, words }) => ({
    measure,
    of: (metric) => ({ ...measureIn(context, measure, metric), ...words }),
  }));
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
  const footer = floorsUnder === undefined ? [] : floorRows(places, context, heads, declared, floorsUnder);
  const explained =
    footer.length === 0 ? '' : ' Last rows: what needs no recurrent model, mean over the parts.';
  return {
    id,
    caption: `${context.experiment}, profile ${context.profile}: ${subject}; ${intervalText(context)}, ${runCountText(places)} (column Runs). ${meaningsText(declared, metrics)} ${remarks}${explained} Parts: their number, K or T. ${COST_MEANING}. ${SPARSITY_MEANING[context.sparsityOf]}.`,
    columns: [...heads, ...declared.map((column) => columnOf(column, metrics))],
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
        ...declared.map((column) => measureCell(one, column, context)),
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
  shown: readonly Declared[],
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
          return { text: formatted(score, column.of(metric).format), raw: [score, null, null] };
        }),
      ]),
  );
}

/** What the metric of a row is measured in. */
function metricCell(metric: Metric | null): Cell {
  return metric === null ? emptyCell(1) : { text: metricUnit(metric), raw: [metric] };
}

/** A column with its declaration in runs of a metric. */
interface Declared {
  readonly measure: string;
  readonly of: (metric: Metric) => Measure;
}

/** What the columns are, then which way they are better. */
function meaningsText(columns: readonly Declared[], metrics: readonly Metric[]): string {
  const declared = columns.map(({ of }) => (metrics.length === 0 ? [of('accuracy')] : metrics.map(of)));
  return [...declared.map(([one]) => `${meaningText(one!)}.`), directionText(declared)]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** Without a unit where the rows have several. */
function columnOf({ measure, of }: Declared, metrics: readonly Metric[]): Column {
  const field = measure.replace(/^parts\./, '').replaceAll(/[.-]/g, '_');
  const signs = [...new Set(metrics.map((metric) => of(metric).sign))];
  return {
    label: of(metrics[0] ?? 'accuracy').title,
    align: 'right',
    unit: signs.length === 1 ? signs[0]! : null,
    fields: [field, `${field}_low`, `${field}_high`],
  };
}

function measureCell(one: PartPlace, { measure, of }: Declared, context: AnalysisContext): Cell {
  const estimate = measureEstimate(one, measure, context);
  const { metric } = one.place;
  if (estimate === null || metric === null) return emptyCell(3);
  const { format } = of(metric);
  return {
    text: estimateText(estimate, (value) => formatted(value, format)),
    raw: [estimate.point, ...(intervalOf(estimate) ?? [null, null])],
  };
}
