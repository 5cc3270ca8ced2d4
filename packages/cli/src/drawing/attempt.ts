/** Makes one table, figure or verdict: an error of it costs that one alone. */
import { DsrnnError } from '@dsrnn/portable';
import { exitCode } from '../exit-code.ts';
import type { Session } from '../session.ts';
import type { Gathered } from './gather.ts';

/**
 * What `make` gives of these results, by its `name`, such as `figure differences`; where it throws, what `instead` makes of the reason. The session lists at the end what was not done,
 * `sparsity (quick): figure differences: …`; so a reason that starts with the name of the part loses it.
 */
export async function attempt<T>(
  { experiment, context }: Pick<Gathered, 'experiment' | 'context'>,
  name: string,
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
    session.leaveUndone(
      `${experiment.id} (${context.profile}): ${name}: ${reason}`,
      known ? exitCode.incomplete : exitCode.failed,
    );
    return instead(reason);
  }
}
