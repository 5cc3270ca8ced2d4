/** Errors of the strategies. */
import { DsrnnError } from '@dsrnn/portable';

/** A setting of a strategy does not fit the task. `path` is the setting, `strategy.memory`. */
export class StrategyError extends DsrnnError {
  readonly code = 'strategy';
  readonly path: string;
  readonly problem: string;

  constructor(path: string, problem: string) {
    super(`${path}: ${problem}`);
    this.path = path;
    this.problem = problem;
  }
}
