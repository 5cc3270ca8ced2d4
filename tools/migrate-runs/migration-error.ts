/** Records that cannot be migrated. */
import { DsrnnError } from '@dsrnn/portable';

/** Every problem names its file. */
export class MigrationError extends DsrnnError {
  readonly code = 'migration';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}
