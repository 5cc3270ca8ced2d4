/** The convolution kernel of one S4D layer from its parameters, and the way back; see cells/s4d.ts. */
import type { Floats, Kernels, Spectrum, Workspace } from '@dsrnn/kernels';

/** log Δt is held within [ln 1e-5, ln 1], see cells/s4d.ts. */
const LOG_DT_MIN = Math.fround(-11.512925464970229);
const LOG_DT_MAX = 0;

/** Parameters of a layer's state space, by address: logDt and d `[units]`, the rest `[units, modes]`. */
export interface StateSpace {
  readonly logDt: Floats;
  readonly logReal: Floats;
  readonly imag: Floats;
  readonly cReal: Floats;
  readonly cImag: Floats;
  readonly d: Floats;
}

/** A discretised layer: Ā, B̄ and the kernel's spectrum, ready for convolutions over `time` steps. */
export class S4dKernel {
  readonly spectrum: Spectrum;
  /** Transform length. */
  readonly transform: number;
  readonly dt: Floats;
  readonly abarRe: Floats;
  readonly abarIm: Floats;
  readonly bbarRe: Floats;
  readonly bbarIm: Floats;
  readonly #kernels: Kernels;
  readonly #parameters: StateSpace;
  readonly #units: number;
  readonly #modes: number;
  readonly #time: number;
  readonly #aRe: Floats;

  constructor(
    kernels: Kernels,
    tape: Workspace,
    parameters: StateSpace,
    sizes: { readonly units: number; readonly modes: number; readonly time: number },
  ) {
    const { run } = kernels;
    const { units, modes, time } = sizes;
    const size = units * modes;
    this.#kernels = kernels;
    this.#parameters = parameters;
    this.#units = units;
    this.#modes = modes;
    this.#time = time;
    this.dt = tape.take(units);
    kernels.copy(parameters.logDt, this.dt, units);
    const logDt = kernels.view(this.dt, units);
    logDt.forEach((value, i) => (logDt[i] = Math.min(LOG_DT_MAX, Math.max(LOG_DT_MIN, value))));
    run.expInto(units, this.dt, this.dt);
    this.#aRe = tape.take(size);
    run.expInto(size, parameters.logReal, this.#aRe);
    run.scaleInto(size, this.#aRe, -1, this.#aRe);
    this.abarRe = tape.take(size);
    this.abarIm = tape.take(size);
    this.bbarRe = tape.take(size);
    this.bbarIm = tape.take(size);
    run.s4dDiscretise(units, modes, this.dt, this.#aRe, parameters.imag, this.abarRe, this.abarIm, this.bbarRe, this.bbarIm); // prettier-ignore
    const k = kernels.arena.take(units * time);
    const scratch = kernels.arena.take<'scratch'>(run.s4dKernelScratch(modes));
    run.s4dKernel(units, modes, time, this.abarRe, this.abarIm, this.bbarRe, this.bbarIm, parameters.cReal, parameters.cImag, k, scratch); // prettier-ignore
    this.transform = run.s4dTransformLength(time);
    this.spectrum = tape.take(run.s4dSpectrumSize(time, units, this.transform));
    const work = kernels.arena.take<'scratch'>(run.s4dConvolveScratch(time, this.transform));
    run.s4dSpectrum(time, units, this.transform, k, parameters.d, this.spectrum, work);
    for (const block of [k, scratch, work]) kernels.arena.give(block);
  }

  /** y = K * u + d ⊙ u, both `[time, batch, units]`; y may be u. */
  convolve(batch: number, u: Floats, y: Floats): void {
    const { arena, run } = this.#kernels;
    const work = arena.take<'scratch'>(run.s4dConvolveScratch(this.#time, this.transform));
    run.s4dConvolve(this.#time, batch, this.#units, this.transform, u, this.spectrum, y, work);
    arena.give(work);
  }

  /** From dy `[time, batch, units]` writes du (may be dy) and the gradients of the parameters. */
  backward(batch: number, u: Floats, dy: Floats, du: Floats, into: StateSpace): void {
    const { arena, run } = this.#kernels;
    const units = this.#units;
    const modes = this.#modes;
    const time = this.#time;
    const size = units * modes;
    const dk = arena.take(units * time);
    const work = arena.take<'scratch'>(run.s4dConvolveBackwardScratch(time, this.transform));
    this.#kernels.clear(into.d, units);
    run.s4dConvolveBackward(time, batch, units, this.transform, u, dy, this.spectrum, du, dk, into.d, work);
    for (const block of [into.logReal, into.imag, into.cReal, into.cImag]) this.#kernels.clear(block, size);
    this.#kernels.clear(into.logDt, units);
    const scratch = arena.take<'scratch'>(run.s4dKernelBackwardScratch(modes));
    const { imag, cReal, cImag } = this.#parameters;
    run.s4dKernelBackward(units, modes, time, this.dt, this.#aRe, imag, this.abarRe, this.abarIm, cReal, cImag, dk, into.logReal, into.imag, into.cReal, into.cImag, into.logDt, scratch); // prettier-ignore
    for (const block of [dk, work, scratch]) arena.give(block);
    // What came back is the gradient of Re A and Δt: through −exp and exp to what is stored.
    run.mulInto(size, this.#aRe, into.logReal);
    run.mulInto(units, this.dt, into.logDt);
    const gradient = this.#kernels.view(into.logDt, units);
    this.#kernels.view(this.#parameters.logDt, units).forEach((stored, i) => {
      if (stored < LOG_DT_MIN || stored > LOG_DT_MAX) gradient[i] = 0;
    });
  }
}
