/** The panels of a figure of times against sparsity, in rows. */
import { groupBy } from '@dsrnn/portable';
import { stepTimes } from '@dsrnn/records';
import type { AnalysisContext } from '../../context.ts';
import { AnalysisError } from '../../errors.ts';
import { groupOf } from '../../summary/place.ts';
import type { TimedPlace } from '../../summary/summarise-times.ts';
import { lowerFirst } from '../../text/measure-text.ts';
import { timePanelData, type TimedMethods, type TimePanelData } from './time-data.ts';

const MOST_COLUMNS = 3;
const STEPS = ['train', 'stream'] as const;

/** Rows of panels, and how many stand in each: training above streaming; a single pair side by side. Throws AnalysisError without a time. */
export function timeRows(
  places: readonly TimedPlace[],
  timed: TimedMethods,
  { experiment, profile }: AnalysisContext,
  what: string,
): { readonly rows: readonly TimePanelData[][]; readonly columns: number } {
  const tasks = new Set(places.map(({ place }) => place.task));
  const groups = [...groupBy(places, ({ place }) => groupOf(place)).values()];
  const perRow = Math.ceil(groups.length / Math.ceil(groups.length / MOST_COLUMNS));
  const data = chunks(groups, perRow).map((row) =>
    STEPS.map((kind) =>
      row.map((group) => {
        const { architecture, task } = group[0]!.place;
        const title = [architecture, ...(tasks.size > 1 ? [task] : [])].join(', ');
        return timePanelData(group, kind, [`${title}: ${lowerFirst(stepTimes[kind].title)}`], timed);
      }),
    ),
  );
  const panels = data.flat(2);
  if (panels.every(({ points }) => points.length === 0)) {
    throw new AnalysisError(
      `${what}: no time of ${timed.reference} was measured beside one of another method; measure them together, with \`dsrnn time ${experiment} --profile ${profile}\``,
    );
  }
  return groups.length === 1
    ? { rows: [panels], columns: panels.length }
    : { rows: data.flat(), columns: perRow };
}

function chunks<Value>(values: readonly Value[], size: number): Value[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, i) =>
    values.slice(i * size, (i + 1) * size),
  );
}
