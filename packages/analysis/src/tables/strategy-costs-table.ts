/** What a strategy costs besides the model: passes through it, and memory. */
import type { Measure } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { AnalysisError } from '../errors.ts';
import { measureIn } from '../measure-in.ts';
import { partPlaces, type PartsRun } from '../summary/part-places.ts';
import type { StreamTask } from '../summary/stream-tasks.ts';
import { formatted } from '../text/formatted.ts';
import { directionText, meaningText } from '../text/measure-text.ts';
import { missingNote, total } from '../text/caption.ts';
import { numberCell, rangeCell } from './cells.ts';
import { column, tableOf, textColumn, type TableBuilder } from './declared-table.ts';

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

/** A stream under a strategy, with its completed runs. */
interface StrategyRuns extends StreamTask {
  readonly runs: readonly PartsRun[];
}

/**
 * One row per (stream, strategy), over the completed runs of all architectures, methods and seeds: the least and the
 * largest where they differ. Throws AnalysisError if no run has parts, or none a work factor.
 */
export const buildStrategyCostsTable: TableBuilder = (observations, context) => {
  const places = partPlaces(observations, context, 'table strategy-costs');
  if (places.every(({ runs }) => runs.every((run) => run.measures[WORK_FACTOR] === undefined))) {
    throw new AnalysisError(
      `table strategy-costs: no run of ${context.experiment} says what its strategy cost; expected the measure ${WORK_FACTOR}: list \`strategies:\` and run the experiment again`,
    );
  }
  const columns = costColumns(context);
  const declared = columns.slice(0, MEASURES.length).map(({ measure }) => measure);
  const summaries = places.map(({ place }) => place);
  const diverged = total(summaries, 'diverged');
  return tableOf<StrategyRuns>({
    id: 'strategy-costs',
    caption: `${context.experiment}, profile ${context.profile}: what each strategy costs besides the model, over the completed runs of all architectures, methods and seeds (column Runs); the least and the largest where they differ. ${declared.map((one) => `${meaningText(one)}. `).join('')}Numbers also per trained number of the model. ${directionText(declared.map((one) => [one]))} No times: they depend on the machine.`,
    columns: [
      textColumn('Stream', 'stream', ({ stream }: StrategyRuns) => stream),
      textColumn('Strategy', 'strategy', ({ strategy }) => strategy),
      column('Runs', null, ['runs'], ({ runs }) => numberCell(runs.length)),
      ...columns.map(({ measure: { title, sign, format }, field, of }) =>
        column(title, sign, [`${field}_min`, `${field}_max`], ({ runs }: StrategyRuns) =>
          rangeCell(
            runs.flatMap((run) => of(run) ?? []),
            (value) => formatted(value, format),
          ),
        ),
      ),
    ],
    items: [...new Map(places.map((one) => [one.task, one])).values()].map(({ task, stream, strategy }) => ({
      ...{ task, stream, strategy },
      runs: places.filter((one) => one.task === task).flatMap((one) => one.runs),
    })),
    notes: [
      missingNote(summaries),
      diverged === 0 ? null : `Runs that diverged and are left out: ${diverged}.`,
    ],
  });
};
