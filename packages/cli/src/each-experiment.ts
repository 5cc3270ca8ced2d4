/** Does the same with several experiments: where one cannot go on, the others still do. */
import { DsrnnError } from '@dsrnn/portable';
import type { LoadedExperiment } from '@dsrnn/experiment';
import { exitCodeOf } from './exit-code.ts';
import type { Session } from './session.ts';

/**
 * Calls `work` for each experiment in turn, until it calls `stop`. An error of one experiment is left undone, and the
 * next one follows; the error of an experiment that is alone is thrown.
 */
export async function eachExperiment(
  experiments: readonly LoadedExperiment[],
  session: Session,
  work: (experiment: LoadedExperiment, stop: () => void) => Promise<void>,
): Promise<void> {
  const stopped = new AbortController();
  const stop = (): void => {
    stopped.abort();
  };
  for (const experiment of experiments) {
    if (stopped.signal.aborted) return;
    try {
      await work(experiment, stop);
    } catch (error) {
      if (experiments.length === 1) throw error;
      const known = error instanceof DsrnnError;
      const message = error instanceof Error ? error.message : String(error);
      const text = `${experiment.id}: error (${known ? error.code : 'internal'}): ${message}`;
      session.note(text);
      if (session.verbose && error instanceof Error) session.note(error.stack ?? '');
      session.leaveUndone(text, exitCodeOf(known ? error.code : null));
    }
  }
}
