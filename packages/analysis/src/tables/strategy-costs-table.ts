/** What a strategy costs besides the model: passes through it, and memory. */
import type { Measure, Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { AnalysisError } from '../errors.ts';
import { measureIn } from '../measure-in.ts';
import { distinctNumbers } from '../order.ts';
import { partPlaces, type PartsRun } from '../summary/part-places.ts';
import { formatted } from '../text/formatted.ts';
import { directionText, meaningText } from '../text/measure-text.ts';
import { missingText } from '../text/caption.ts';
import type { Cell, Column, Table } from './table.ts';
import { emptyCell, textCell } from './table.ts';

/** Measures in the order of columns; the last once more, as a share of the parameters. */
const MEASURES = ['work-factor', 'memory-examples', 'memory-numbers'] as const;
const WORK_FACTOR = `parts.${MEASURES[0]}`;
const NUMBERS = `parts.${MEASURES[2]}`;

/** What is shown of a run, under what name. */
interface CostColumn {
  readonly measure: Measure;
  readonly field: string;
  readonly of: (run: PartsRun) => number | undefined;
}

function costColumns(context: AnalysisContext): CostColumn[] {
  // What a strategy costs does not depend on what scores the task.
  const declared = (name: string): Measure => measureIn(context, name, 'accuracy');
  const numbers = declared(NUMBERS);
  return [
    ...MEASURES.map((name): CostColumn => ({
      measure: declared(`parts.${name}`),
      field: name.replace('-', '_'),
      of: ({ measures }) => measures[`parts.${name}`],
    })),
    {
      measure: { ...numbers, sign: `${String(numbers.sign)} / parameter`, format: 'two decimals' },
      field: 'memory_share',
      of: ({ measures, parameters }) => {
        const kept = measures[NUMBERS];
        return kept === undefined ? undefined : kept / parameters;
      },
    },
  ];
}

/**
 * One row per (stream, strategy), over the completed runs of all architectures, methods and seeds: the least and the
 * largest where they differ. Throws AnalysisError if no run has parts, or none a work factor.
 */
export function buildStrategyCostsTable(
  observations: readonly Observation[],
  context: AnalysisContext,
): Table {
  const places = partPlaces(observations, context, 'table strategy-costs');
  if (places.every(({ runs }) => runs.every((run) => run.measures[WORK_FACTOR] === undefined))) {
    throw new AnalysisError(
      `table strategy-costs: no run of ${context.experiment} says what its strategy cost; expected the measure ${WORK_FACTOR}: list \`strategies:\` and run the experiment again`,
    );
  }
  const columns = costColumns(context);
  const declared = columns.slice(0, MEASURES.length).map(({ measure }) => measure);
  const tasks = [...new Map(places.map((one) => [one.task, one])).values()];
  const missing = missingText(places.map(({ place }) => place));
  const diverged = places.reduce((sum, { place }) => sum + place.diverged, 0);
  return {
    id: 'strategy-costs',
    caption: `${context.experiment}, profile ${context.profile}: what each strategy costs besides the model, over the completed runs of all architectures, methods and seeds (column Runs); the least and the largest where they differ. ${declared.map((one) => `${meaningText(one)}. `).join('')}Numbers also per trained number of the model. ${directionText(declared.map((one) => [one]))} No times: they depend on the machine.`,
    columns: [
      { label: 'Stream', align: 'left', unit: null, fields: ['stream'] },
      { label: 'Strategy', align: 'left', unit: null, fields: ['strategy'] },
      { label: 'Runs', align: 'right', unit: null, fields: ['runs'] },
      ...columns.map(({ measure: { title, sign }, field }): Column => ({
        label: title,
        align: 'right',
        unit: sign,
        fields: [`${field}_min`, `${field}_max`],
      })),
    ],
    rows: tasks.map(({ task, stream, strategy }): Cell[] => {
      const runs = places.filter((one) => one.task === task).flatMap((one) => one.runs);
      return [
        textCell(stream),
        strategy === null ? emptyCell(1) : textCell(strategy),
        { text: String(runs.length), raw: [runs.length] },
        ...columns.map((column) => rangeCell(runs, column)),
      ];
    }),
    footer: [],
    notes: [
      ...(missing === null ? [] : [`${missing}.`]),
      ...(diverged === 0 ? [] : [`Runs that diverged and are left out: ${String(diverged)}.`]),
    ],
  };
}

function rangeCell(runs: readonly PartsRun[], { of, measure }: CostColumn): Cell {
  const values = distinctNumbers(runs.flatMap((run) => of(run) ?? []));
  const [least, most] = [values[0], values.at(-1)];
  if (least === undefined || most === undefined) return emptyCell(2);
  const texts = [least, most].map((value) => formatted(value, measure.format));
  return { text: [...new Set(texts)].join('–'), raw: [least, most] };
}
