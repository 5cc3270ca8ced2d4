/** Says where results computed here differ from the committed ones: both are of the same run, so one of them is wrong. */
import { count } from '@dsrnn/portable';
import type { GridRun, RunStore } from '@dsrnn/experiment';
import type { Difference } from '@dsrnn/records';
import { runName } from './progress/progress-lines.ts';
import { firstOf } from './text-columns.ts';

/** `curve[3].loss is 0.1, committed is 0.2`. */
export function differenceText({ path, actual, expected }: Difference): string {
  return `${path} is ${JSON.stringify(actual)}, committed is ${JSON.stringify(expected)}`;
}

/** How many runs are named. */
const NAMED = 3;

/** The runs computed here with another outcome than the committed one; null where there is none. */
export function disagreementNote(title: string, runs: readonly GridRun[], store: RunStore): string | null {
  const found = runs.flatMap((run) => {
    const difference = store.disagreement(run.key);
    return difference === undefined ? [] : [{ run, difference }];
  });
  if (found.length === 0) return null;
  return [
    `${title}: ${found.length} of ${count(runs.length, 'run')} computed here ${found.length === 1 ? 'differs' : 'differ'} from the committed results; ` +
      'those computed here are the ones that are shown:',
    ...firstOf(
      found.map(
        ({ run, difference }) => `  ${runName(run)}  ${run.key.slice(0, 12)}: ${differenceText(difference)}`,
      ),
      NAMED,
    ),
    '`dsrnn check` recomputes committed results; a folder of runs/ that is deleted gives way to the committed result.',
  ].join('\n');
}
