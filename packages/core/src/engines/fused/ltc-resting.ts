/**
 * Units at rest in a step of an LTC that reads what the step before wrote: their synapses send, in every solver pass, the
 * potential that they had before the step.
 *
 *   p = h + m ⊙ (v − h)      v of a pass, h before the step, m the masks of the step
 *
 * So their sums are taken once a step, but for masks that all get a gradient, which is one of every pass.
 */
import { isNone, NONE, skipNumbers, type Floats, type None } from '@dsrnn/kernels';
import type { FusedGating, FusedJob } from './fused-cell.ts';

/** Gradients `[batch, units]` to which those of a pass are added: of v, of h and of the masks (none: not wanted). */
export interface PassGradients {
  readonly v: Floats;
  readonly h: Floats;
  readonly mask: Floats | None;
}

/** What is there only with `read: previous`. */
interface Blocks {
  readonly gating: FusedGating & { readonly kind: 'masked' };
  readonly p: Floats;
  /** Of p, and what of it is v's and the masks'; none where no gradient will be asked for. */
  readonly dp: Floats | None;
  readonly dv: Floats | None;
  readonly dMask: Floats | None;
}

/** p and its gradient; elsewhere p is v, and there is nothing to do. */
export class RestingUnits {
  readonly #job: FusedJob;
  readonly #hs: Floats;
  readonly #blocks: Blocks | null;

  /** `hs`: h_0 … h_T. */
  constructor(job: FusedJob, hs: Floats) {
    const { tape, batch, units, gating, differentiate } = job;
    this.#job = job;
    this.#hs = hs;
    const block = (): Floats => tape.take(batch * units);
    const later = (): Floats | None => (differentiate ? block() : NONE);
    this.#blocks =
      gating.kind === 'masked' && gating.read === 'previous'
        ? { gating, p: block(), dp: later(), dv: later(), dMask: later() }
        : null;
  }

  /** p of step t for v `[batch, units]`; it is overwritten by the next call. */
  potentials(t: number, v: Floats): Floats {
    if (this.#blocks === null) return v;
    const { kernels, batch, units } = this.#job;
    const { gating, p } = this.#blocks;
    const from = t * batch * units;
    kernels.run.mergeStates(
      batch * units,
      skipNumbers(gating.feed.h, from),
      1,
      skipNumbers(this.#hs, from),
      v,
      p,
    );
    return p;
  }

  /** Where the gradient of p is to be added, 0 at each call; null: p is v. */
  gradient(): Floats | null {
    const dp = this.#blocks?.dp ?? NONE;
    if (isNone(dp)) return null;
    const { kernels, batch, units } = this.#job;
    kernels.clear(dp, batch * units);
    return dp;
  }

  /** Adds what the gradient of p of step t means to those of v, h and the masks. */
  backward(t: number, v: Floats, to: PassGradients): void {
    if (this.#blocks === null) return;
    const { kernels, batch, units } = this.#job;
    const { run } = kernels;
    const { gating, dp, dv, dMask } = this.#blocks;
    if (isNone(dp) || isNone(dv) || isNone(dMask)) return;
    const size = batch * units;
    const mask = skipNumbers(gating.feed.h, t * size);
    run.mergeStatesBackward(size, mask, 1, skipNumbers(this.#hs, t * size), v, dp, dv, dMask);
    run.addInto(size, dv, to.v);
    run.addInto(size, dp, to.h);
    if (!isNone(to.mask)) run.addInto(size, dMask, to.mask);
  }
}
