/** What a command is given: where it runs, where it prints, and the exit code it leaves. */
import { wrapText } from '@dsrnn/portable';
import { exitCode, type ExitCode } from './exit-code.ts';
import { alignColumns } from './text-columns.ts';

/** Where text goes. A subset of a Node stream, so that tests can collect it. */
export interface TextSink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Where nobody says: a file, a pipe, a terminal that does not know its width and says 0. */
const DEFAULT_WIDTH = 100;

/** Characters a line of `sink`. */
export function widthOf({ columns }: TextSink): number {
  return columns === undefined || columns < 1 ? DEFAULT_WIDTH : columns;
}

/** The surroundings of a call of `main`. */
export interface Host {
  /** Absolute path. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  /** Asks the user at the terminal, yes or no; absent where there is none to ask. */
  readonly ask?: (question: string) => Promise<boolean>;
  /** Module of the worker processes, if not the real one: tests give one whose runs take no time. */
  readonly worker?: URL;
}

/** A part of what was asked for that was not done, and the exit code that stands for it. */
export interface Undone {
  readonly text: string;
  readonly code: ExitCode;
}

/** One call of the command. */
export class Session {
  readonly host: Host;
  /** Show where an error arose. */
  readonly verbose: boolean;
  exitCode: ExitCode = exitCode.ok;
  readonly #undone: Undone[] = [];

  constructor(host: Host, verbose = false) {
    this.host = host;
    this.verbose = verbose;
  }

  /** Remembers what could not be done, while the rest goes on: it is listed at the end, and the exit code is not 0. */
  leaveUndone(text: string, code: ExitCode = exitCode.incomplete): void {
    this.#undone.push({ text, code });
  }

  /** What was left undone so far, in the order in which it was met. */
  get undone(): readonly Undone[] {
    return this.#undone;
  }

  /** Prints what was asked for, with a line end, on standard output. */
  print(text: string): void {
    this.host.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  }

  /** Characters a line of standard output. */
  get width(): number {
    return widthOf(this.host.stdout);
  }

  /** Prints rows in columns, of which the first `left` are flush left; all of them where nothing is said. */
  printColumns(rows: readonly (readonly string[])[], left = rows[0]?.length ?? 0): void {
    this.print(alignColumns(rows, left, this.width).join('\n'));
  }

  /** Prints data as indented JSON on standard output. */
  printJson(value: unknown): void {
    this.print(JSON.stringify(value, null, 2));
  }

  /** Tells the reader something beside the data, on standard error; lines are wrapped where that is a terminal. */
  note(text: string): void {
    const { stderr } = this.host;
    const wrapped = stderr.isTTY === true ? wrapLines(text, widthOf(stderr)) : text;
    stderr.write(`${wrapped}\n`);
  }
}

/** Each line wrapped under its own indent. */
function wrapLines(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => {
      if (line.length <= width) return [line];
      const indent = /^ */.exec(line)?.[0] ?? '';
      return wrapText(line.trim(), width - indent.length).map((part) => `${indent}${part}`);
    })
    .join('\n');
}
