/** Errors of the core: shapes, settings that do not fit together, missing backends. */
import { DsrnnError } from '@dsrnn/portable';

/** A tensor or array has another shape than an API border asks for. */
export class ShapeError extends DsrnnError {
  readonly code = 'shape';
  readonly what: string;
  readonly expected: readonly number[] | string;
  readonly actual: readonly number[];

  constructor(what: string, expected: readonly number[] | string, actual: readonly number[]) {
    const wanted = typeof expected === 'string' ? expected : `[${expected.join(', ')}]`;
    super(`${what}: expected shape ${wanted}, got [${actual.join(', ')}]`);
    this.what = what;
    this.expected = expected;
    this.actual = actual;
  }
}

/** A setting that the schema allows cannot work with the other settings of the same run. */
export class SettingError extends DsrnnError {
  readonly code = 'setting';
  readonly path: string;
  readonly problem: string;

  constructor(path: string, problem: string) {
    super(`${path}: ${problem}`);
    this.path = path;
    this.problem = problem;
  }
}

/** A backend was asked for that this machine does not have. */
export class BackendError extends DsrnnError {
  readonly code = 'backend';
}
