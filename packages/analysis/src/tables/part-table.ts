/** A table of what is measured over the parts of tasks: one row for each place of the grid, its columns declared. */
import type { Measure, Metric } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { measureIn } from '../measure-in.ts';
import type { PartPlace } from '../summary/part-places.ts';
import { measureEstimate } from '../summary/summarise-measures.ts';
import { formatted } from '../text/formatted.ts';
import { directionText, meaningText } from '../text/measure-text.ts';
import { divergedNote, intervalText, missingNote, runCountText, SPARSITY_MEANING } from '../text/caption.ts';
import { estimateCell, estimateFields, numberCell } from './cells.ts';
import { column, sparseRow, tableOf, type ItemColumn } from './declared-table.ts';
import { learningNotes } from './learning-notes.ts';
import { metricColumn, metricsOf, streamColumns } from './part-columns.ts';
import { COST_COLUMN, COST_MEANING, modelColumns, RUNS_COLUMN } from './place-columns.ts';
import { emptyCell, NO_VALUE, textCell, type Cell, type Table } from './table.ts';

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
  readonly notes?: readonly (string | null)[];
}

/** The table of these places, in their order. Runs that diverged have no parts; they and missing runs are counted. */
export function buildPartTable(
  places: readonly PartPlace[],
  context: AnalysisContext,
  { id, subject, columns: chosen, remarks, floorsUnder, notes = [] }: PartTableOptions,
): Table {
  const summaries = places.map(({ place }) => place);
  const { metrics, shared } = metricsOf(summaries);
  const shown = chosen.filter(
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
  const measured = declared.map((one) => columnOf(one, metrics, context));
  const columns: ItemColumn<PartPlace>[] = [
    ...streamColumns(places),
    ...modelColumns(({ place }: PartPlace) => place),
    ...(shared === null ? [metricColumn(({ place }: PartPlace) => place.metric)] : []),
    column('Parts', null, ['parts'], ({ names }) => numberCell(names.length === 0 ? null : names.length)),
    ...[RUNS_COLUMN, COST_COLUMN],
    column('Parameters', null, ['parameters'], ({ place: { parameters } }) =>
      numberCell(parameters, (count) => String(Math.round(count))),
    ),
    ...measured,
  ];
  const under = declared.findIndex(({ measure }) => measure === floorsUnder);
  const footer = under === -1 ? [] : floorRows(places, context, columns, measured[under]!, declared[under]!);
  const explained =
    footer.length === 0 ? '' : ' Last rows: what needs no recurrent model, mean over the parts.';
  return tableOf<PartPlace>({
    id,
    caption: `${context.experiment}, profile ${context.profile}: ${subject}; ${intervalText(context)}, ${runCountText(places)} (column Runs). ${meaningsText(declared, metrics)} ${remarks}${explained} Parts: their number, K or T. ${COST_MEANING}. ${SPARSITY_MEANING[context.sparsityOf]}.`,
    columns,
    items: places,
    footer,
    notes: [
      missingNote(summaries),
      divergedNote(summaries),
      unmeasured
        ? `${NO_VALUE}: not measured, or there is nothing to measure, such as forgetting of parts that are learned at once.`
        : null,
      ...notes,
      ...learningNotes(summaries),
    ],
  });
}

/** A row for each floor of each stream, its score in the column `under`. */
function floorRows(
  places: readonly PartPlace[],
  { floors }: AnalysisContext,
  columns: readonly ItemColumn<PartPlace>[],
  under: ItemColumn<PartPlace>,
  { of }: Declared,
): Cell[][] {
  const streams = new Map(places.map((one) => [one.stream, one]));
  return [...streams.values()].flatMap(({ stream, task, place: { metric } }) =>
    floors
      .filter((floor) => floor.task === task)
      .map(({ label, score }) =>
        sparseRow(columns, {
          Stream: textCell(stream),
          Method: textCell(label),
          ...(metric === null
            ? {}
            : { [under.label]: { text: formatted(score, of(metric).format), raw: [score, null, null] } }),
        }),
      ),
  );
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
function columnOf(
  { measure, of }: Declared,
  metrics: readonly Metric[],
  context: AnalysisContext,
): ItemColumn<PartPlace> {
  const field = measure.replace(/^parts\./, '').replaceAll(/[.-]/g, '_');
  const signs = [...new Set(metrics.map((metric) => of(metric).sign))];
  const unit = signs.length === 1 ? signs[0]! : null;
  return column(of(metrics[0] ?? 'accuracy').title, unit, estimateFields(field), (one) => {
    const { metric } = one.place;
    if (metric === null) return emptyCell(3);
    const { format } = of(metric);
    return estimateCell(measureEstimate(one, measure, context), (value) => formatted(value, format));
  });
}
