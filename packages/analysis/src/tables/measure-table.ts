/** A table of what a probe measured: one row for each place of the grid, its columns declared. */
import type { Measure, Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { measureIn } from '../measure-in.ts';
import { orderLabels } from '../order.ts';
import { sortedMean } from '../statistics/sorted-mean.ts';
import type { MeasuredPlace } from '../summary/summarise-measures.ts';
import { measuredPlaces, measureEstimate } from '../summary/summarise-measures.ts';
import type { ScoreSummary } from '../summary/summarise-scores.ts';
import { formatted } from '../text/formatted.ts';
import { directionText, jointTitle, lowerFirst, meaningText } from '../text/measure-text.ts';
import { intervalText, missingText, runCountText, SPARSITY_MEANING } from '../text/caption.ts';
import { estimateText, intervalOf } from '../text/estimate-text.ts';
import { learningNotes } from './learning-notes.ts';
import { COST_COLUMN, COST_MEANING, costCell, PLACE_COLUMNS, placeCells } from './place-columns.ts';
import { RUNS_COLUMN, runsCell } from './runs-column.ts';
import type { Cell, Column, Table } from './table.ts';
import { emptyCell, NO_VALUE, NOT_MEASURED, textCell } from './table.ts';

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
  readonly levels: readonly LevelRow[];
}

/**
 * The table of a probe. Runs that diverged have no measures; they, missing runs and completed runs without the probe
 * are counted. Throws AnalysisError if no run was probed.
 */
export function buildMeasureTable(
  observations: readonly Observation[],
  context: AnalysisContext,
  { id, probe, subject, preface, columns: chosen, levels }: MeasureTableOptions,
): Table {
  const places = measuredPlaces(observations, context, probe, `table ${id}`);
  // What a probe measures does not depend on what scores the task.
  const declared = (measure: string): Measure => measureIn(context, `${probe}.${measure}`, 'accuracy');
  const columns = chosen.map(({ measures, largest = false }): Declared => ({
    ...{ names: measures, measures: measures.map(declared), largest },
  }));
  return {
    id,
    caption: `${context.experiment}, profile ${context.profile}: ${subject}; ${intervalText(context)}, ${runCountText(places)} (column Runs); a / b: means side by side. ${preface} ${meaningsText(
      columns,
      levels.map(({ measure }) => declared(measure)),
    )} ${COST_MEANING}. ${SPARSITY_MEANING[context.sparsityOf]}.`,
    columns: [...PLACE_COLUMNS, RUNS_COLUMN, COST_COLUMN, ...columns.map(columnOf)],
    rows: places.map((measured) => [
      ...placeCells(measured.place),
      runsCell(measured),
      costCell(measured.place),
      ...columns.map((column) => measureCell(measured, probe, column, context)),
    ]),
    footer: levelRows(places, probe, columns, levels, declared),
    notes: notesOn(observations, places, context),
  };
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

function columnOf({ names, measures, largest }: Declared): Column {
  const fields = names.map((name) => name.replaceAll('-', '_'));
  return {
    label: largest ? `${jointTitle(measures)}, largest` : jointTitle(measures),
    align: 'right',
    unit: measures[0]?.sign ?? null,
    fields: largest
      ? fields.map((field) => `${field}_largest`)
      : fields.flatMap((field) => [field, `${field}_low`, `${field}_high`]),
  };
}

function measureCell(
  measured: MeasuredPlace,
  probe: string,
  { names, measures, largest }: Declared,
  context: AnalysisContext,
): Cell {
  const full = names.map((name) => `${probe}.${name}`);
  const absent = measured.runs.length > 0 ? NOT_MEASURED : NO_VALUE;
  const show = (value: number, i: number): string => formatted(value, measures[i]!.format);
  if (largest) {
    const values = full.map((name) => largestOf(measured.runs, name));
    return {
      text: values.map((value, i) => (value === null ? absent : show(value, i))).join(' / '),
      raw: values,
    };
  }
  const estimates = full.map((name) => measureEstimate(measured, name, context));
  const [only] = estimates;
  const points = estimates.map((estimate, i) => (estimate === null ? absent : show(estimate.point, i)));
  const text =
    estimates.length === 1 && only
      ? estimateText(only, (value) => show(value, 0))
      : points.every((point) => point === absent)
        ? absent
        : points.join(' / ');
  return {
    text,
    raw: estimates.flatMap((estimate) =>
      estimate === null ? [null, null, null] : [estimate.point, ...(intervalOf(estimate) ?? [null, null])],
    ),
  };
}

function largestOf(runs: readonly Observation[], measure: string): number | null {
  const values = runs.flatMap(({ measures }) => measures[measure] ?? []);
  return values.length === 0 ? null : Math.max(...values);
}

/** Mean over all runs of a task, whatever their method. */
function levelRows(
  places: readonly MeasuredPlace[],
  probe: string,
  columns: readonly Declared[],
  levels: readonly LevelRow[],
  declared: (measure: string) => Measure,
): Cell[][] {
  const tasks = orderLabels(
    places.map(({ place }) => place.task),
    places.map(({ place }) => place.task),
  );
  return levels.flatMap(({ measure, under }) =>
    tasks.flatMap((task) => {
      const values = places
        .filter(({ place }) => place.task === task)
        .flatMap(({ runs }) => runs.flatMap(({ measures }) => measures[`${probe}.${measure}`] ?? []));
      if (values.length === 0) return [];
      const value = sortedMean(values);
      const cells = columns.map((column): Cell => {
        const { fields } = columnOf(column);
        if (!column.names.includes(under)) return emptyCell(fields.length);
        return {
          text: formatted(value, declared(measure).format),
          raw: [value, ...fields.slice(1).map(() => null)],
        };
      });
      return [
        [
          emptyCell(1),
          textCell(lowerFirst(declared(measure).title)),
          emptyCell(1),
          textCell(task),
          emptyCell(4),
          emptyCell(2),
          ...cells,
        ],
      ];
    }),
  );
}

function notesOn(
  observations: readonly Observation[],
  places: readonly MeasuredPlace[],
  context: AnalysisContext,
): string[] {
  const summaries = places.map(({ place }): ScoreSummary => place);
  const missing = missingText(summaries);
  const diverged = summaries.reduce((sum, { diverged: count }) => sum + count, 0);
  const shown = new Set(summaries.map(({ method }) => method));
  const others = orderLabels(
    context.methods,
    observations.map(({ method }) => method).filter((method) => !shown.has(method)),
  );
  return [
    ...(missing === null ? [] : [`${missing}.`]),
    ...(diverged === 0
      ? []
      : [`div.: runs that diverged, ${String(diverged)} in all; nothing was measured in them.`]),
    ...(others.length === 0 ? [] : [`Not probed, and so not shown: ${others.join(', ')}.`]),
    ...learningNotes(summaries),
  ];
}
