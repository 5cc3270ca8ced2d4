/** Gradients within a backward pass of the LTC, of one step at a time but for those of scale and shift. */
import type { Floats } from '@dsrnn/kernels';
import type { FusedJob } from './fused-cell.ts';

/** Blocks for the gradients; each step overwrites them. */
export class LtcGradients {
  readonly dv: Floats;
  readonly dSent: Floats;
  readonly dNum: Floats;
  readonly dDen: Floats;
  readonly dNumIn: Floats;
  readonly dDenIn: Floats;
  readonly dInput: Floats;
  readonly dScale: Floats;
  readonly dShift: Floats;
  readonly #job: FusedJob;
  readonly #dMask: Floats;

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
  dMask(channels: number): Floats {
    this.#job.kernels.clear(this.#dMask, this.#job.batch * channels);
    return this.#dMask;
  }
}
