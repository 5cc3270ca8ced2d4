/** What a figure of performance profiles says of runs that its lines do not show as they are. */
import type { AnalysisContext } from '../../context.ts';
import { orderLabels } from '../../order.ts';
import type { NormalisedRun } from '../../summary/normalised-scores.ts';

/** How many runs of each method diverged. */
export function divergedText(runs: readonly NormalisedRun[]): string {
  const counts = countsOf(runs, ({ diverged }) => diverged, []);
  if (counts.length === 0) return 'no run diverged';
  return `diverged runs count as 0: ${counts.map((count) => `${count} div.`).join(', ')}`;
}

/** How many runs of each method are above `high`; null without any. */
export function beyondText(
  runs: readonly NormalisedRun[],
  high: number,
  { methods }: AnalysisContext,
): string | null {
  const counts = countsOf(runs, ({ value }) => value > high, methods);
  return counts.length === 0
    ? null
    : `runs beyond the right end of the axis, at most a tenth of each line: ${counts.join(', ')}`;
}

/** `ds 3 of 45` for each method that has such a run. */
function countsOf(
  runs: readonly NormalisedRun[],
  counts: (run: NormalisedRun) => boolean,
  order: readonly string[],
): string[] {
  const methods = orderLabels(
    order,
    runs.filter(counts).map(({ method }) => method),
  );
  return methods.map((method) => {
    const own = runs.filter((run) => run.method === method);
    return `${method} ${own.filter(counts).length} of ${own.length}`;
  });
}
