/** Gradients within a backward pass of the LTC, of one step at a time but for those of scale and shift. */
import type { Pointer } from '@dsrnn/kernels';
import type { FusedJob } from './fused-cell.ts';

/** Blocks for the gradients; each step overwrites them. */
export class LtcGradients {
  readonly dv: Pointer;
  readonly dSent: Pointer;
  readonly dNum: Pointer;
  readonly dDen: Pointer;
  readonly dNumIn: Pointer;
  readonly dDenIn: Pointer;
  readonly dInput: Pointer;
  readonly dScale: Pointer;
  readonly dShift: Pointer;
  readonly #job: FusedJob;
  readonly #dMask: Pointer;

  constructor(job: FusedJob) {
    const { kernels, tape, batch, units, features } = job;
    this.#job = job;
    this.#dMask = tape.take(batch * Math.max(units, features));
    const step = batch * units;
    this.dv = tape.take(step);
    this.dSent = tape.take(step);
    this.dNum = tape.take(step);
    this.dDen = tape.take(step);
    this.dNumIn = tape.take(step);
    this.dDenIn = tape.take(step);
    this.dInput = tape.take(batch * features);
    this.dScale = tape.take(features);
    this.dShift = tape.take(features);
    kernels.clear(this.dSent, step);
    kernels.clear(this.dScale, features);
    kernels.clear(this.dShift, features);
  }

  /** Gradients of the multipliers of listed sources, 0 at first. */
  dMask(channels: number): Pointer {
    this.#job.kernels.clear(this.#dMask, this.#job.batch * channels);
    return this.#dMask;
  }
}
