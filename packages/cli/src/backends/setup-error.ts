/** Errors of installing optional backends. */
import { DsrnnError } from '@dsrnn/portable';

/** A step of an installation failed. */
export class SetupError extends DsrnnError {
  readonly code = 'setup';

  constructor(step: string, problem: string, remedy: string) {
    super(`${step}: ${problem}; ${remedy}`);
  }
}
