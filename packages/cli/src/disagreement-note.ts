/** Says where results computed here differ from the committed ones: both are of the same run, so one of them is wrong. */
import type { GridRun, RunStore } from '@dsrnn/experiment';
import { runName } from './progress/progress-lines.ts';

/** How many runs are named. */
const NAMED = 3;

/** The runs computed here with another outcome than the committed one; null where there is none. */
export function disagreementNote(title: string, runs: readonly GridRun[], store: RunStore): string | null {
  const found = runs.flatMap((run) => {
    const difference = store.disagreement(run.key);
    return difference === undefined ? [] : [{ run, difference }];
  });
  if (found.length === 0) return null;
  const more = found.length - NAMED;
  return [
    `${title}: ${String(found.length)} of ${String(runs.length)} runs computed here differ from the committed results; ` +
      'those computed here are the ones that are shown:',
    ...found.slice(0, NAMED).map(({ run, difference: { path, actual, expected } }) => {
      const place = `${path} is ${JSON.stringify(actual)}, committed is ${JSON.stringify(expected)}`;
      return `  ${runName(run)}  ${run.key.slice(0, 12)}: ${place}`;
    }),
    ...(more > 0 ? [`  and ${String(more)} more`] : []),
    '`dsrnn check` recomputes committed results; a folder of runs/ that is deleted gives way to the committed result.',
  ].join('\n');
}
