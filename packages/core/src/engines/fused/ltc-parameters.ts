/** The LTC's parameters as its kernels read them, and the way back for their gradients; see cells/ltc.ts. */
import { skipNumbers, type Floats, type Kernels, type Synapses, type Workspace } from '@dsrnn/kernels';
import { SYNAPSE_NAMES, type SynapseName } from '../../cells/ltc-synapses.ts';

/** Synapses of one kind side by side, `[sources][targets][4]` = (|w|, μ, σ, E). */
export class SynapseLanes {
  readonly lanes: Synapses;
  readonly #kernels: Kernels;
  readonly #count: number;
  /** Pointers of w, mu, sigma and erev, each `[sources, targets]`. */
  readonly #parameters: readonly Floats[];
  #gradient: Synapses | null = null;
  readonly #tape: Workspace;

  /** `named(name)` finds a parameter or gradient, `w` … `erev`. */
  constructor(kernels: Kernels, tape: Workspace, count: number, named: (name: SynapseName) => Floats) {
    this.#kernels = kernels;
    this.#tape = tape;
    this.#count = count;
    this.#parameters = SYNAPSE_NAMES.map(named);
    this.lanes = tape.take(4 * count);
    const into = kernels.view(this.lanes, 4 * count);
    this.#parameters.forEach((pointer, lane) => {
      const values = kernels.view(pointer, count);
      for (let i = 0, to = lane; i < count; i++, to += 4) into[to] = values[i] as number;
    });
    for (let to = 0; to < into.length; to += 4) into[to] = Math.abs(into[to] as number);
  }

  /** Where gradients in lanes are added up, 0 at first. */
  get gradient(): Synapses {
    if (this.#gradient === null) {
      this.#gradient = this.#tape.take<'synapses'>(4 * this.#count);
      this.#kernels.clear(this.#gradient, 4 * this.#count);
    }
    return this.#gradient;
  }

  /** Writes the gradients of the parameters; |w| has slope 1 at 0. */
  finish(named: (name: SynapseName) => Floats): void {
    const gradients = this.#kernels.view(this.gradient, 4 * this.#count);
    const w = this.#kernels.view(this.#parameters[0] as Floats, this.#count);
    SYNAPSE_NAMES.forEach((name, lane) => {
      const into = this.#kernels.view(named(name), this.#count);
      for (let i = 0, from = lane; i < this.#count; i++, from += 4) {
        const gradient = gradients[from] as number;
        into[i] = lane === 0 && (w[i] as number) < 0 ? -gradient : gradient;
      }
    });
  }
}

/** Membrane constants as the solver reads them: C = softplus(cm)·unfolds/elapsed, g = softplus(gleak), g·vleak. */
export class Membrane {
  readonly cmt: Floats;
  readonly gl: Floats;
  readonly glvl: Floats;
  /** Gradients of the three, 0 at first. */
  readonly dCmt: Floats;
  readonly dGl: Floats;
  readonly dGlvl: Floats;
  readonly #kernels: Kernels;
  readonly #units: number;
  readonly #rate: number;
  readonly #stored: { readonly cm: Floats; readonly gleak: Floats; readonly vleak: Floats };

  /** `rate`: solver passes per unit of time. */
  constructor(
    kernels: Kernels,
    tape: Workspace,
    units: number,
    rate: number,
    stored: { readonly cm: Floats; readonly gleak: Floats; readonly vleak: Floats },
  ) {
    this.#kernels = kernels;
    this.#units = units;
    this.#rate = rate;
    this.#stored = stored;
    const { run } = kernels;
    this.cmt = tape.take(units);
    this.gl = tape.take(units);
    this.glvl = tape.take(units);
    run.softplusInto(units, stored.cm, this.cmt);
    run.scaleInto(units, this.cmt, rate, this.cmt);
    run.softplusInto(units, stored.gleak, this.gl);
    kernels.copy(stored.vleak, this.glvl, units);
    run.mulInto(units, this.gl, this.glvl);
    const sums = tape.take(3 * units);
    kernels.clear(sums, 3 * units);
    this.dCmt = sums;
    this.dGl = skipNumbers(sums, units);
    this.dGlvl = skipNumbers(sums, 2 * units);
  }

  /** Writes the gradients of the stored values. */
  finish(into: { readonly cm: Floats; readonly gleak: Floats; readonly vleak: Floats }): void {
    const { run } = this.#kernels;
    const units = this.#units;
    this.#kernels.copy(this.dGlvl, into.vleak, units);
    run.mulInto(units, this.gl, into.vleak);
    run.mulInto(units, this.#stored.vleak, this.dGlvl);
    run.addInto(units, this.dGlvl, this.dGl);
    run.softplusBackward(units, this.#stored.gleak, this.dGl, into.gleak);
    run.scaleInto(units, this.dCmt, this.#rate, this.dCmt);
    run.softplusBackward(units, this.#stored.cm, this.dCmt, into.cm);
  }
}
