/** Makes one table, figure or verdict: an error of it costs that one alone. */
import { DsrnnError } from '@dsrnn/portable';
import { exitCode } from '../exit-code.ts';
import type { Session } from '../session.ts';

/** What is made: `figure differences` of `sparsity (quick)`. */
export interface Part {
  readonly of: string;
  readonly name: string;
}

/**
 * What `make` gives; where it throws, what `instead` makes of the reason. The session lists at the end what was not done,
 * `sparsity (quick): figure differences: …`; so a reason that starts with the name of the part loses it.
 */
export async function attempt<T>(
  { of, name }: Part,
  session: Session,
  make: () => T | Promise<T>,
  instead: (reason: string) => T | Promise<T>,
): Promise<T> {
  try {
    return await make();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const known = error instanceof DsrnnError;
    const start = `${name}: `;
    const rest = message.startsWith(start) ? message.slice(start.length) : message;
    const reason = known ? rest : `internal error: ${rest}`;
    if (session.verbose && error instanceof Error) session.note(error.stack ?? '');
    session.leaveUndone(`${of}: ${name}: ${reason}`, known ? exitCode.incomplete : exitCode.failed);
    return instead(reason);
  }
}
