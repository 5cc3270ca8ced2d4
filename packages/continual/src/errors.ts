/** Errors of the strategies. */
import { DsrnnError } from '@dsrnn/portable';

/** A setting of a strategy does not fit the task. `field` is the setting, `strategy.memory`. */
export class StrategyError extends DsrnnError {
  readonly code = 'strategy';
  readonly field: string;

  constructor(field: string, problem: string) {
    super(`${field}: ${problem}`);
    this.field = field;
  }
}
