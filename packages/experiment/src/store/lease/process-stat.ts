/** What Linux tells of a process in /proc; other systems tell nothing. */
import { readFileSync } from 'node:fs';

/** Facts of one process. */
export interface ProcessStat {
  /** A letter: R runs, S sleeps, T is stopped, Z ended and was not waited for (a zombie), X is dead. */
  readonly state: string;
  /** When it started, in ticks since the machine did: tells it from a later process with the same id. */
  readonly started: string;
}

/** Undefined where there is no such process, or /proc does not show it. Source: proc_pid_stat(5), fields 3 and 22. */
export function processStat(pid: number): ProcessStat | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // Field 2 is the program's name in brackets, which may hold spaces and brackets itself.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  const started = fields[19];
  return state === undefined || started === undefined ? undefined : { state, started };
}
