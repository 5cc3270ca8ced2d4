/** A logger for vega and Vega-Lite under which a warning is an error. */
import * as vega from 'vega';
import { AnalysisError } from '../../errors.ts';

/**
 * A logger that keeps warnings and errors. They are thrown at the end: an exception thrown while vega's dataflow runs
 * would leave it waiting for ever.
 */
export function keepingLogger(): {
  readonly logger: vega.LoggerInterface;
  readonly throwIfAny: (source: string) => void;
} {
  const messages: string[] = [];
  const keep = (...parts: readonly unknown[]): vega.LoggerInterface => {
    messages.push(parts.map(String).join(' '));
    return logger;
  };
  const drop = (): vega.LoggerInterface => logger;
  function level(value: number): vega.LoggerInterface;
  function level(): number;
  function level(value?: number): vega.LoggerInterface | number {
    return value === undefined ? vega.Warn : logger;
  }
  const logger: vega.LoggerInterface = { level, error: keep, warn: keep, info: drop, debug: drop };
  return {
    logger,
    throwIfAny: (source) => {
      if (messages.length === 0) return;
      throw new AnalysisError(
        `figure: ${source} reports: ${messages.join('; ')}; expected none, mend the specification`,
      );
    },
  };
}
