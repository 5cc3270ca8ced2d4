/** Makes one table, figure or verdict: an error of it costs that one alone. */
import { DsrnnError } from '@dsrnn/portable';
import { exitCode } from '../exit-code.ts';
import type { Session } from '../session.ts';

/**
 * What `make` gives; where it throws, what `instead` makes of the reason. `what` names it at the end, where the session
 * lists what was not done: `sparsity (quick): figure differences`.
 */
export async function attempt<T>(
  what: string,
  session: Session,
  make: () => T | Promise<T>,
  instead: (reason: string) => T | Promise<T>,
): Promise<T> {
  try {
    return await make();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const known = error instanceof DsrnnError;
    const reason = known ? message : `internal error: ${message}`;
    if (session.verbose && error instanceof Error) session.note(error.stack ?? '');
    session.leaveUndone(`${what}: ${reason}`, known ? exitCode.incomplete : exitCode.failed);
    return instead(reason);
  }
}
