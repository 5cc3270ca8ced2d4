/** What a strategy costs besides the model: passes through it, and memory. */
import type { Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { AnalysisError } from '../errors.ts';
import { distinctNumbers } from '../order.ts';
import { partPlaces, type PartsRun } from '../summary/part-places.ts';
import { missingText } from './caption.ts';
import type { Cell, Column, Table } from './table.ts';
import { emptyCell, textCell } from './table.ts';

const COLUMNS = [
  { label: 'Work factor', unit: null, field: 'work_factor', show: (value: number) => value.toFixed(2) },
  { label: 'Memory', unit: 'examples', field: 'memory_examples', show: String },
  { label: 'Memory', unit: 'numbers', field: 'memory_numbers', show: String },
  {
    label: 'Memory',
    unit: 'numbers / parameter',
    field: 'memory_share',
    show: (value: number) => value.toFixed(2),
  },
] as const;

type Field = (typeof COLUMNS)[number]['field'];

/**
 * One row per (stream, strategy), over the completed runs of all architectures, methods and seeds: the least and the
 * largest where they differ. Throws AnalysisError if no run has parts, or none a work factor.
 */
export function buildStrategyCostsTable(
  observations: readonly Observation[],
  context: AnalysisContext,
): Table {
  const places = partPlaces(observations, context, 'table strategy-costs');
  if (places.every(({ runs }) => runs.every((run) => costOf(run, 'work_factor') === undefined))) {
    throw new AnalysisError(
      `table strategy-costs: no run of ${context.experiment} says what its strategy cost; expected the measure parts.work-factor: list \`strategies:\` and run the experiment again`,
    );
  }
  const tasks = [...new Map(places.map((one) => [one.task, one])).values()];
  const missing = missingText(places.map(({ place }) => place));
  const diverged = places.reduce((sum, { place }) => sum + place.diverged, 0);
  return {
    id: 'strategy-costs',
    caption: `${context.experiment}, profile ${context.profile}: what each strategy costs besides the model, over the completed runs of all architectures, methods and seeds (column Runs); the least and the largest where they differ. Work factor: examples that went through a backward pass / examples of the batches of training, 1 is plain training. Memory: examples kept at the end, and numbers kept in all (inputs, targets and outputs of examples, importances, anchors), also per trained number of the model. Lower is cheaper. No times: they depend on the machine.`,
    columns: [
      { label: 'Stream', align: 'left', unit: null, fields: ['stream'] },
      { label: 'Strategy', align: 'left', unit: null, fields: ['strategy'] },
      { label: 'Runs', align: 'right', unit: null, fields: ['runs'] },
      ...COLUMNS.map(({ label, unit, field }): Column => ({
        label,
        align: 'right',
        unit,
        fields: [`${field}_min`, `${field}_max`],
      })),
    ],
    rows: tasks.map(({ task, stream, strategy }): Cell[] => {
      const runs = places.filter((one) => one.task === task).flatMap((one) => one.runs);
      return [
        textCell(stream),
        strategy === null ? emptyCell(1) : textCell(strategy),
        { text: String(runs.length), raw: [runs.length] },
        ...COLUMNS.map(({ field, show }) => rangeCell(runs, field, show)),
      ];
    }),
    footer: [],
    notes: [
      ...(missing === null ? [] : [`${missing}.`]),
      ...(diverged === 0 ? [] : [`Runs that diverged and are left out: ${String(diverged)}.`]),
    ],
  };
}

function costOf({ measures, parameters }: PartsRun, field: Field): number | undefined {
  if (field !== 'memory_share') return measures[`parts.${field.replace('_', '-')}`];
  const numbers = measures['parts.memory-numbers'];
  return numbers === undefined ? undefined : numbers / parameters;
}

function rangeCell(runs: readonly PartsRun[], field: Field, show: (value: number) => string): Cell {
  const values = distinctNumbers(runs.flatMap((run) => costOf(run, field) ?? []));
  const [least, most] = [values[0], values.at(-1)];
  if (least === undefined || most === undefined) return emptyCell(2);
  return { text: [...new Set([least, most].map(show))].join('–'), raw: [least, most] };
}
