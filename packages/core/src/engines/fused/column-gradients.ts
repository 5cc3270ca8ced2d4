/** Where the gradients go that masks of units get for the columns that a step read. */
import { isNone, NONE, type Floats, type None } from '@dsrnn/kernels';
import type { ReadRule } from '../../gating/gating.ts';
import type { FusedJob } from './fused-cell.ts';

/**
 * To the step itself, or to the one before: then they wait for its gradients. Steps come in reverse order, each once.
 */
export class ColumnGradients {
  readonly #job: FusedJob;
  /** Of the columns that the last step read, `[batch, units]`; null: until there are any. None where nothing waits. */
  #waiting: Floats | None | null;

  constructor(job: FusedJob, read: ReadRule) {
    this.#job = job;
    this.#waiting = read === 'previous' ? null : NONE;
  }

  /**
   * Given `wanted` `[batch, units]`, which holds what the rows of a step gave to its masks (none: not wanted), adds what waits
   * for it. Returns the block that the gradients of the columns that the step read are to be added to.
   */
  into(wanted: Floats | None): Floats | None {
    if (isNone(wanted)) return NONE;
    const { kernels, tape, batch, units } = this.#job;
    if (this.#waiting === null) this.#waiting = tape.take(batch * units);
    else if (isNone(this.#waiting)) return wanted;
    else kernels.run.addInto(batch * units, this.#waiting, wanted);
    kernels.clear(this.#waiting, batch * units);
    return this.#waiting;
  }
}
