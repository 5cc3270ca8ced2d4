/** Errors of the command line itself. */
import { DsrnnError } from '@dsrnn/portable';

/** The command line asks for something that does not exist or cannot be done. */
export class UsageError extends DsrnnError {
  readonly code = 'usage';
}

/** What was asked for needs runs that have no result yet. */
export class IncompleteError extends DsrnnError {
  readonly code = 'incomplete';
}

/** A file of tables, figures or results cannot be written. */
export class OutputError extends DsrnnError {
  readonly code = 'output';
  readonly file: string;

  constructor(file: string, cause: unknown) {
    super(
      `${file}: cannot be written (${cause instanceof Error ? cause.message : String(cause)}); ` +
        'choose another folder with --out, or make this one writable',
      { cause },
    );
    this.file = file;
  }
}
