/** What `dsrnn run --executor print` prints: one command a run that has no result. */
import type { GridRun, LoadedExperiment, RunStore } from '@dsrnn/experiment';
import type { Session } from './session.ts';
import { shellLine } from './shell-line.ts';
import type { HandedOn } from './sweep.ts';

/** A run and the command that computes it, as JSON shows them. */
export interface PrintedCommand {
  readonly key: string;
  readonly command: string;
}

/** The commands as lines for a shell. */
export function printedCommands(handedOn: readonly HandedOn[]): PrintedCommand[] {
  return handedOn.map(({ key, command }) => ({ key, command: shellLine(command) }));
}

/** Says on standard error what the commands of a profile leave open, or that there are none. */
export async function noteHandedOn(
  experiment: LoadedExperiment,
  profile: string,
  runs: readonly GridRun[],
  store: RunStore,
  session: Session,
): Promise<void> {
  const { distinctRuns, finalSize } = await import('@dsrnn/experiment');
  const distinct = distinctRuns(runs);
  const place = `${experiment.id} (${profile})`;
  const missing = distinct.filter(({ key }) => !store.has(key)).length;
  if (missing === 0) session.note(`${place}: every run has a result, so there is no command`);
  const { most } = finalSize(experiment, profile, distinct, (key) => store.get(key)?.outcome);
  if (missing > 0 && most > distinct.length) {
    session.note(
      `${place}: these are the runs of the present round of tuning; when they have results, print again: ` +
        'more learning rates, or seeds at the best one, may follow',
    );
  }
}
