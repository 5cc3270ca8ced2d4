/** Errors of the probes. */
import { DsrnnError } from '@dsrnn/portable';

/** A probe was asked to look at a model or a task that it has nothing to say about. */
export class ProbeError extends DsrnnError {
  readonly code = 'probe';
}
