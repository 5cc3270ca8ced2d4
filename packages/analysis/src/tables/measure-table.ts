/** A table of what a probe measured: one row for each place of the grid, its columns declared. */
import type { Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { orderLabels } from '../order.ts';
import { sortedMean } from '../statistics/sorted-mean.ts';
import type { MeasuredPlace } from '../summary/summarise-measures.ts';
import { measuredPlaces, measureEstimate } from '../summary/summarise-measures.ts';
import type { ScoreSummary } from '../summary/summarise-scores.ts';
import { intervalText, missingText, SPARSITY_MEANING } from './caption.ts';
import { estimateText, intervalOf } from './estimate-cell.ts';
import { learningNotes } from './learning-notes.ts';
import { COST_COLUMN, COST_MEANING, costCell, PLACE_COLUMNS, placeCells } from './place-columns.ts';
import { RUNS_COLUMN, runCountText, runsCell } from './runs-column.ts';
import type { Cell, Column, Table } from './table.ts';
import { emptyCell, NO_VALUE, NOT_MEASURED, textCell } from './table.ts';

/**
 * A column. One measure reads `mean [low, high]`; several stand side by side as `mean / mean`, and the CSV has their
 * intervals. With `largest` it is the largest value over seeds instead.
 */
export interface MeasureColumn {
  readonly label: string;
  readonly unit: string | null;
  /** Names without the probe's. */
  readonly measures: readonly string[];
  readonly show: (value: number) => string;
  readonly largest?: boolean;
}

/** A row below the others for each task: a level that does not depend on the method. */
export interface LevelRow {
  readonly label: string;
  readonly measure: string;
  /** Label of the column in which it stands. */
  readonly under: string;
}

/** What makes one table of measures differ from another. */
export interface MeasureTableOptions {
  readonly id: string;
  /** Kind of probe. */
  readonly probe: string;
  /** What the table shows: the start of the caption, without a full stop. */
  readonly subject: string;
  /** What the columns mean, which way is better, and where it was measured: sentences. */
  readonly meaning: string;
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
  { id, probe, subject, meaning, columns, levels }: MeasureTableOptions,
): Table {
  const places = measuredPlaces(observations, context, probe, `table ${id}`);
  return {
    id,
    caption: `${context.experiment}, profile ${context.profile}: ${subject}; ${intervalText(context)}, ${runCountText(places)} (column Runs); a / b: means side by side. ${meaning} ${COST_MEANING}. ${SPARSITY_MEANING[context.sparsityOf]}.`,
    columns: [...PLACE_COLUMNS, RUNS_COLUMN, COST_COLUMN, ...columns.map(columnOf)],
    rows: places.map((measured) => [
      ...placeCells(measured.place),
      runsCell(measured),
      costCell(measured.place),
      ...columns.map((column) => measureCell(measured, probe, column, context)),
    ]),
    footer: levelRows(places, probe, columns, levels),
    notes: notesOn(observations, places, context),
  };
}

function columnOf({ label, unit, measures, largest }: MeasureColumn): Column {
  const fields = measures.map((measure) => measure.replaceAll('-', '_'));
  return {
    label,
    align: 'right',
    unit,
    fields: largest
      ? fields.map((field) => `${field}_largest`)
      : fields.flatMap((field) => [field, `${field}_low`, `${field}_high`]),
  };
}

function measureCell(
  measured: MeasuredPlace,
  probe: string,
  { measures, show, largest }: MeasureColumn,
  context: AnalysisContext,
): Cell {
  const names = measures.map((measure) => `${probe}.${measure}`);
  const absent = measured.runs.length > 0 ? NOT_MEASURED : NO_VALUE;
  if (largest) {
    const values = names.map((name) => largestOf(measured.runs, name));
    return {
      text: values.map((value) => (value === null ? absent : show(value))).join(' / '),
      raw: values,
    };
  }
  const estimates = names.map((name) => measureEstimate(measured, name, context));
  const [only] = estimates;
  const points = estimates.map((estimate) => (estimate === null ? absent : show(estimate.point)));
  const text =
    estimates.length === 1 && only
      ? estimateText(only, show)
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
  columns: readonly MeasureColumn[],
  levels: readonly LevelRow[],
): Cell[][] {
  const tasks = orderLabels(
    places.map(({ place }) => place.task),
    places.map(({ place }) => place.task),
  );
  return levels.flatMap(({ label, measure, under }) =>
    tasks.flatMap((task) => {
      const values = places
        .filter(({ place }) => place.task === task)
        .flatMap(({ runs }) => runs.flatMap(({ measures }) => measures[`${probe}.${measure}`] ?? []));
      if (values.length === 0) return [];
      const value = sortedMean(values);
      const cells = columns.map((column): Cell => {
        const { fields } = columnOf(column);
        if (column.label !== under) return emptyCell(fields.length);
        return { text: column.show(value), raw: [value, ...fields.slice(1).map(() => null)] };
      });
      return [
        [emptyCell(1), textCell(label), emptyCell(1), textCell(task), emptyCell(4), emptyCell(2), ...cells],
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
