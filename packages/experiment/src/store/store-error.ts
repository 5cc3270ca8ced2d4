/** The run store, or a committed record, cannot be used as it is. */
import { DsrnnError } from '@dsrnn/portable';

/** Message: `file: what is wrong; what to do`. Nothing is recomputed over a damaged record. */
export class StoreError extends DsrnnError {
  readonly code = 'store';
  readonly file: string;

  constructor(file: string, problem: string, remedy: string, options?: ErrorOptions) {
    super(`${file}: ${problem}; ${remedy}`, options);
    this.file = file;
  }
}

/** A record of format 1, sound for all that is known: there is a command that brings it into the format of today. */
export class OutdatedRecordError extends StoreError {
  constructor(file: string, problem: string) {
    super(
      file,
      problem,
      '`npm run runs:migrate` brings stored and committed records into it; it verifies them and computes nothing',
    );
  }
}
