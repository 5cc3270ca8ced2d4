/** Errors of bench: cases that do not exist, peers that are missing or compute something else. */
import { DsrnnError } from '@dsrnn/portable';

/** The command asks for something that bench does not have. */
export class BenchError extends DsrnnError {
  readonly code = 'usage';
}

/** A process that measures is missing, died, or answered what it should not. */
export class PeerError extends DsrnnError {
  readonly code = 'peer';
}
