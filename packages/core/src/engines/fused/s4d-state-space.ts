/** The discretised state space of one S4D layer, kernels of its channels, and the way back; see cells/s4d.ts. */
import { skipNumbers, type Floats, type Kernels, type Workspace } from '@dsrnn/kernels';
import type { S4dValues } from '../../cells/s4d.ts';
import type { Blocks } from './fused-cell.ts';

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

/** That of layer l among the blocks of a pass, or its gradients. */
export function stateSpaceOf(l: number, from: Blocks<keyof S4dValues>): StateSpace {
  const at = (name: keyof StateSpace): Floats => from[`layer${l}.${name}`] as Floats;
  return {
    logDt: at('logDt'),
    logReal: at('logReal'),
    imag: at('imag'),
    cReal: at('cReal'),
    cImag: at('cImag'),
    d: at('d'),
  };
}

/** Channels next to each other. */
export interface ChannelRange {
  readonly first: number;
  readonly count: number;
}

/** Ā and B̄ of a layer. */
export class DiscreteStateSpace {
  readonly dt: Floats;
  readonly abarRe: Floats;
  readonly abarIm: Floats;
  readonly bbarRe: Floats;
  readonly bbarIm: Floats;
  readonly #kernels: Kernels;
  readonly #parameters: StateSpace;
  readonly #units: number;
  readonly #modes: number;
  readonly #aRe: Floats;

  constructor(
    kernels: Kernels,
    tape: Workspace,
    parameters: StateSpace,
    { units, modes }: { readonly units: number; readonly modes: number },
  ) {
    const { run } = kernels;
    const size = units * modes;
    this.#kernels = kernels;
    this.#parameters = parameters;
    this.#units = units;
    this.#modes = modes;
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
  }

  /** Writes the convolution kernels of channels, `[count, time]`, without d. */
  kernelsOf({ first, count }: ChannelRange, time: number, k: Floats): void {
    const { arena, run } = this.#kernels;
    const scratch = arena.take<'scratch'>(run.s4dKernelScratch(this.#modes));
    const at = (block: Floats): Floats => skipNumbers(block, first * this.#modes);
    const { cReal, cImag } = this.#parameters;
    run.s4dKernel(count, this.#modes, time, at(this.abarRe), at(this.abarIm), at(this.bbarRe), at(this.bbarIm), at(cReal), at(cImag), k, scratch); // prettier-ignore
    arena.give(scratch);
  }

  /** Clears the gradients that `backward` adds to. */
  begin(into: StateSpace): void {
    const size = this.#units * this.#modes;
    for (const block of [into.logReal, into.imag, into.cReal, into.cImag]) this.#kernels.clear(block, size);
    for (const block of [into.logDt, into.d]) this.#kernels.clear(block, this.#units);
  }

  /** Adds what the gradient of channels' kernels dk `[count, time]` says of all parameters but d. */
  backward({ first, count }: ChannelRange, time: number, dk: Floats, into: StateSpace): void {
    const { arena, run } = this.#kernels;
    const scratch = arena.take<'scratch'>(run.s4dKernelBackwardScratch(this.#modes));
    const at = (block: Floats): Floats => skipNumbers(block, first * this.#modes);
    const { imag, cReal, cImag } = this.#parameters;
    run.s4dKernelBackward(count, this.#modes, time, skipNumbers(this.dt, first), at(this.#aRe), at(imag), at(this.abarRe), at(this.abarIm), at(cReal), at(cImag), dk, at(into.logReal), at(into.imag), at(into.cReal), at(into.cImag), skipNumbers(into.logDt, first), scratch); // prettier-ignore
    arena.give(scratch);
  }

  /** Ends the way back: from the gradients of Re A and Δt to those of what is stored, through −exp and exp. */
  finish(into: StateSpace): void {
    const { run } = this.#kernels;
    run.mulInto(this.#units * this.#modes, this.#aRe, into.logReal);
    run.mulInto(this.#units, this.dt, into.logDt);
    const gradient = this.#kernels.view(into.logDt, this.#units);
    this.#kernels.view(this.#parameters.logDt, this.#units).forEach((stored, i) => {
      if (stored < LOG_DT_MIN || stored > LOG_DT_MAX) gradient[i] = 0;
    });
  }
}
