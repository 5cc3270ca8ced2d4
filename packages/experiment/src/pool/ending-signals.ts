/** Signals that ask a process to end. They often reach a whole group of processes: Ctrl-C, a closed terminal, a scheduler. */
export const endingSignals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Ignores them in a process of the pool: its parent, which gets them, too, decides what becomes of a run in flight. */
export function leaveSignalsToParent(): void {
  for (const signal of endingSignals) process.on(signal, () => undefined);
}
