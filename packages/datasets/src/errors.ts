/** Errors of the data layer: a file that is missing or wrong, a task setting that the data cannot meet. */
import { DsrnnError } from '@dsrnn/portable';

/** A data file is missing, corrupt or cannot be written. `file` is the path (or the source id) it is about. */
export class DatasetError extends DsrnnError {
  readonly code = 'dataset';
  readonly file: string;
  readonly reason: string;

  constructor(file: string, reason: string, options?: ErrorOptions) {
    super(`${file}: ${reason}`, options);
    this.file = file;
    this.reason = reason;
  }
}

/** What went wrong, in the words of whatever was thrown. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** A task setting is unknown, or asks for more than the data holds. `path` is the field, `task.trainCount`. */
export class TaskError extends DsrnnError {
  readonly code = 'task';
  readonly path: string;
  readonly problem: string;

  constructor(path: string, problem: string) {
    super(`${path}: ${problem}`);
    this.path = path;
    this.problem = problem;
  }
}
