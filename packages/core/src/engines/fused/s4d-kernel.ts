/** The convolutions of one S4D layer over all channels and steps, and the way back. */
import type { Floats, Kernels, Spectrum, Workspace } from '@dsrnn/kernels';
import { DiscreteStateSpace, type StateSpace } from './s4d-state-space.ts';

/** A discretised layer and its kernels' spectrum, ready for convolutions over `time` steps. */
export class S4dKernel {
  readonly space: DiscreteStateSpace;
  readonly spectrum: Spectrum;
  /** Transform length. */
  readonly transform: number;
  readonly #kernels: Kernels;
  readonly #units: number;
  readonly #time: number;

  constructor(
    kernels: Kernels,
    tape: Workspace,
    parameters: StateSpace,
    sizes: { readonly units: number; readonly modes: number; readonly time: number },
  ) {
    const { run } = kernels;
    const { units, time } = sizes;
    this.#kernels = kernels;
    this.#units = units;
    this.#time = time;
    this.space = new DiscreteStateSpace(kernels, tape, parameters, sizes);
    const k = kernels.arena.take(units * time);
    this.space.kernelsOf({ first: 0, count: units }, time, k);
    this.transform = run.s4dTransformLength(time);
    this.spectrum = tape.take(run.s4dSpectrumSize(time, units, this.transform));
    const work = kernels.arena.take<'scratch'>(run.s4dConvolveScratch(time, this.transform));
    run.s4dSpectrum(time, units, this.transform, k, parameters.d, this.spectrum, work);
    for (const block of [k, work]) kernels.arena.give(block);
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
    const time = this.#time;
    const dk = arena.take(units * time);
    const work = arena.take<'scratch'>(run.s4dConvolveBackwardScratch(time, this.transform));
    this.space.begin(into);
    run.s4dConvolveBackward(time, batch, units, this.transform, u, dy, this.spectrum, du, dk, into.d, work);
    this.space.backward({ first: 0, count: units }, time, dk, into);
    for (const block of [dk, work]) arena.give(block);
    this.space.finish(into);
  }
}
