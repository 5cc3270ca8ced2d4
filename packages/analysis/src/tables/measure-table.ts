/** A table of what a probe measured: one row for each place of the grid, its columns declared. */
import type { Measure, Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { measureIn } from '../measure-in.ts';
import { orderLabels } from '../order.ts';
import { sortedMean } from '../statistics/sorted-mean.ts';
import type { MeasuredPlace } from '../summary/summarise-measures.ts';
import { measuredPlaces, measureEstimate } from '../summary/summarise-measures.ts';
import { formatted } from '../text/formatted.ts';
import { directionText, jointTitle, lowerFirst, meaningText } from '../text/measure-text.ts';
import { intervalText, missingNote, runCountText, SPARSITY_MEANING, total } from '../text/caption.ts';
import { estimateText } from '../text/estimate-text.ts';
import { estimateFields, estimateRaw } from './cells.ts';
import { column, sparseRow, tableOf, type ItemColumn } from './declared-table.ts';
import { learningNotes } from './learning-notes.ts';
import { COST_COLUMN, COST_MEANING, placeColumns, RUNS_COLUMN } from './place-columns.ts';
import { NO_VALUE, NOT_MEASURED, textCell, type Cell, type Table } from './table.ts';

/**
 * A column; label, unit and format are as its measures declare them. One measure reads `mean [low, high]`; several stand
 * side by side as `mean / mean`, and the CSV has their intervals. With `largest` it is the largest value over seeds.
 */
export interface MeasureColumn {
  /** Names without the probe's. */
  readonly measures: readonly string[];
  readonly largest?: boolean;
}

/** A row below the others for each task: a level that does not depend on the method. */
export interface LevelRow {
  readonly measure: string;
  /** The measure in whose column it stands. */
  readonly under: string;
}

/** What makes one table of measures differ from another. */
export interface MeasureTableOptions {
  readonly id: string;
  /** Kind of probe. */
  readonly probe: string;
  /** What the table shows: the start of the caption, without a full stop. */
  readonly subject: string;
  /** What the declarations of the measures take as known, and what to look for: sentences. */
  readonly preface: string;
  readonly columns: readonly MeasureColumn[];
  readonly levels?: readonly LevelRow[];
}

/**
 * The table of a probe. Runs that diverged have no measures; they, missing runs and completed runs without the probe
 * are counted. Throws AnalysisError if no run was probed.
 */
export function buildMeasureTable(
  observations: readonly Observation[],
  context: AnalysisContext,
  { id, probe, subject, preface, columns: chosen, levels = [] }: MeasureTableOptions,
): Table {
  const places = measuredPlaces(observations, context, probe, `table ${id}`);
  // What a probe measures does not depend on what scores the task.
  const declared = (measure: string): Measure => measureIn(context, `${probe}.${measure}`, 'accuracy');
  const shown = chosen.map(({ measures, largest = false }): Declared => ({
    ...{ names: measures, measures: measures.map(declared), largest },
  }));
  const measured = shown.map((one) => columnOf(one, probe, context));
  const columns = [
    ...placeColumns(({ place }: MeasuredPlace) => place),
    ...[RUNS_COLUMN, COST_COLUMN, ...measured],
  ];
  const meanings = meaningsText(
    shown,
    levels.map(({ measure }) => declared(measure)),
  );
  const footer = levels.flatMap(({ measure, under }) => {
    const { label, fields } = measured[shown.findIndex(({ names }) => names.includes(under))]!;
    const { title, format } = declared(measure);
    return levelsByTask(places, `${probe}.${measure}`).map(({ task, value }) =>
      sparseRow(columns, {
        Method: textCell(lowerFirst(title)),
        Task: textCell(task),
        [label]: { text: formatted(value, format), raw: [value, ...fields.slice(1).map(() => null)] },
      }),
    );
  });
  return tableOf<MeasuredPlace>({
    id,
    caption: `${context.experiment}, profile ${context.profile}: ${subject}; ${intervalText(context)}, ${runCountText(places)} (column Runs); a / b: means side by side. ${preface} ${meanings} ${COST_MEANING}. ${SPARSITY_MEANING[context.sparsityOf]}.`,
    columns,
    items: places,
    footer,
    notes: notesOn(observations, places, context),
  });
}

/** A column with the declarations of its measures. */
interface Declared {
  readonly names: readonly string[];
  readonly measures: readonly Measure[];
  readonly largest: boolean;
}

function meaningsText(columns: readonly Declared[], levels: readonly Measure[]): string {
  const shown = columns.flatMap(({ measures, largest }) =>
    measures.map((measure) => `${meaningText(measure)}${largest ? '; the largest over seeds' : ''}.`),
  );
  const measures = [...columns.flatMap((column) => column.measures), ...levels];
  return [
    ...shown,
    ...levels.map((level) => `${meaningText(level)}.`),
    directionText(measures.map((one) => [one])),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function columnOf(
  { names, measures, largest }: Declared,
  probe: string,
  context: AnalysisContext,
): ItemColumn<MeasuredPlace> {
  const fields = names.map((name) => name.replaceAll('-', '_'));
  const full = names.map((name) => `${probe}.${name}`);
  const title = jointTitle(measures);
  const unit = measures[0]?.sign ?? null;
  const show = (value: number, i: number): string => formatted(value, measures[i]!.format);
  const absentIn = ({ runs }: MeasuredPlace): string => (runs.length > 0 ? NOT_MEASURED : NO_VALUE);
  if (largest) {
    const ends = fields.map((field) => `${field}_largest`);
    return column(`${title}, largest`, unit, ends, (measured) => {
      const values = full.map((name) => largestOf(measured.runs, name));
      const texts = values.map((value, i) => (value === null ? absentIn(measured) : show(value, i)));
      return { text: texts.join(' / '), raw: values };
    });
  }
  return column(title, unit, fields.flatMap(estimateFields), (measured): Cell => {
    const absent = absentIn(measured);
    const estimates = full.map((name) => measureEstimate(measured, name, context));
    const [only] = estimates;
    const points = estimates.map((estimate, i) => (estimate === null ? absent : show(estimate.point, i)));
    const text =
      estimates.length === 1 && only
        ? estimateText(only, (value) => show(value, 0))
        : points.every((point) => point === absent)
          ? absent
          : points.join(' / ');
    return { text, raw: estimates.flatMap(estimateRaw) };
  });
}

function largestOf(runs: readonly Observation[], measure: string): number | null {
  const values = runs.flatMap(({ measures }) => measures[measure] ?? []);
  return values.length === 0 ? null : Math.max(...values);
}

/** Mean over all runs of a task, whatever their method. */
function levelsByTask(
  places: readonly MeasuredPlace[],
  measure: string,
): { readonly task: string; readonly value: number }[] {
  const tasks = [...new Set(places.map(({ place }) => place.task))];
  return tasks.flatMap((task) => {
    const values = places
      .filter(({ place }) => place.task === task)
      .flatMap(({ runs }) => runs.flatMap(({ measures }) => measures[measure] ?? []));
    return values.length === 0 ? [] : [{ task, value: sortedMean(values) }];
  });
}

function notesOn(
  observations: readonly Observation[],
  places: readonly MeasuredPlace[],
  context: AnalysisContext,
): (string | null)[] {
  const summaries = places.map(({ place }) => place);
  const diverged = total(summaries, 'diverged');
  const shown = new Set(summaries.map(({ method }) => method));
  const others = orderLabels(
    context.methods,
    observations.map(({ method }) => method).filter((method) => !shown.has(method)),
  );
  return [
    missingNote(summaries),
    diverged === 0 ? null : `div.: runs that diverged, ${diverged} in all; nothing was measured in them.`,
    unprobedNote(others),
    ...learningNotes(summaries),
  ];
}

/** Names the methods that are not shown. */
export function unprobedNote(methods: readonly string[]): string | null {
  return methods.length === 0 ? null : `Not probed, and so not shown: ${methods.join(', ')}.`;
}
