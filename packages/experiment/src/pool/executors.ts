/** The registry of executors. */
import { ConfigError } from '../declare/config-error.ts';
import { suggestion } from '../declare/nearest-name.ts';
import type { Executor } from './executor.ts';
import { localPool } from './local-pool.ts';
import { printCommands } from './print-commands.ts';

const executors: readonly Executor[] = [localPool, printCommands];

/** Their names; the first is the one that is meant where none is named. */
export const executorKinds: readonly string[] = executors.map(({ kind }) => kind);

/** The executor of that kind. Throws ConfigError that lists the known ones. */
export function executorOf(kind: string): Executor {
  const executor = executors.find((one) => one.kind === kind);
  if (executor !== undefined) return executor;
  const message = `unknown executor "${kind}"${suggestion(kind, executorKinds)}`;
  throw new ConfigError([{ file: '--executor', line: null, path: '', message }]);
}
