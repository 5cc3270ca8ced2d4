/** What is wrong in a configuration file or in a filter of the command line, all of it at once. */
import { DsrnnError } from '@dsrnn/portable';

/** One problem. `line` counts from 1; null where there is no line (a missing file, a command-line filter). */
export interface ConfigIssue {
  /** File as the caller named it, or the command-line option. */
  readonly file: string;
  readonly line: number | null;
  /** Field, e.g. `profiles.quick.sparsity[2]`; empty for the whole file. */
  readonly path: string;
  /** What is wrong, what was expected, what to do. */
  readonly message: string;
}

/** A configuration that cannot be used. The message has one line an issue: `file:line: path: what is wrong`. */
export class ConfigError extends DsrnnError {
  readonly code = 'config';
  readonly issues: readonly ConfigIssue[];

  constructor(issues: readonly ConfigIssue[], options?: ErrorOptions) {
    super(issues.map(formatIssue).join('\n'), options);
    this.issues = issues;
  }
}

function formatIssue({ file, line, path, message }: ConfigIssue): string {
  const place = line === null ? file : `${file}:${String(line)}`;
  return path === '' ? `${place}: ${message}` : `${place}: ${path}: ${message}`;
}
