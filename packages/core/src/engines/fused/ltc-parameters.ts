/** The LTC's parameters as its kernels read them, and the way back for their gradients; see cells/ltc.ts. */
import type { Kernels, Pointer, Workspace } from '@dsrnn/kernels';

const SYNAPSE = ['w', 'mu', 'sigma', 'erev'] as const;

/** Synapses of one kind in lanes `[sources][targets][4]` = (|w|, μ, σ, E). */
export class SynapseLanes {
  readonly lanes: Pointer;
  readonly #kernels: Kernels;
  readonly #count: number;
  /** Pointers of w, mu, sigma and erev, each `[sources, targets]`. */
  readonly #parameters: readonly Pointer[];
  #gradient: Pointer = 0;
  readonly #tape: Workspace;

  /** `named(name)` finds a parameter or gradient, `w` … `erev`. */
  constructor(kernels: Kernels, tape: Workspace, count: number, named: (name: string) => Pointer) {
    this.#kernels = kernels;
    this.#tape = tape;
    this.#count = count;
    this.#parameters = SYNAPSE.map(named);
    this.lanes = tape.take(4 * count);
    const { f32 } = kernels;
    const [w, mu, sigma, erev] = this.#parameters.map((pointer) => pointer / 4) as [
      number,
      number,
      number,
      number,
    ];
    for (let i = 0, to = this.lanes / 4; i < count; i++, to += 4) {
      f32[to] = Math.abs(f32[w + i] as number);
      f32[to + 1] = f32[mu + i] as number;
      f32[to + 2] = f32[sigma + i] as number;
      f32[to + 3] = f32[erev + i] as number;
    }
  }

  /** Where gradients in lanes are added up, 0 at first. */
  get gradient(): Pointer {
    if (this.#gradient === 0) {
      this.#gradient = this.#tape.take(4 * this.#count);
      this.#kernels.clear(this.#gradient, 4 * this.#count);
    }
    return this.#gradient;
  }

  /** Writes the gradients of the parameters; |w| has slope 1 at 0. */
  finish(named: (name: string) => Pointer): void {
    const { f32 } = this.#kernels;
    const w = (this.#parameters[0] as Pointer) / 4;
    SYNAPSE.forEach((name, lane) => {
      const into = named(name) / 4;
      for (let i = 0, from = this.gradient / 4 + lane; i < this.#count; i++, from += 4) {
        const gradient = f32[from] as number;
        f32[into + i] = lane === 0 && (f32[w + i] as number) < 0 ? -gradient : gradient;
      }
    });
  }
}

/** Membrane constants as the solver reads them: C = softplus(cm)·unfolds/elapsed, g = softplus(gleak), g·vleak. */
export class Membrane {
  readonly cmt: Pointer;
  readonly gl: Pointer;
  readonly glvl: Pointer;
  /** Gradients of the three, 0 at first. */
  readonly dCmt: Pointer;
  readonly dGl: Pointer;
  readonly dGlvl: Pointer;
  readonly #kernels: Kernels;
  readonly #units: number;
  readonly #rate: number;
  readonly #stored: { readonly cm: Pointer; readonly gleak: Pointer; readonly vleak: Pointer };

  /** `rate`: solver passes per unit of time. */
  constructor(
    kernels: Kernels,
    tape: Workspace,
    units: number,
    rate: number,
    stored: { readonly cm: Pointer; readonly gleak: Pointer; readonly vleak: Pointer },
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
    this.dGl = sums + 4 * units;
    this.dGlvl = sums + 8 * units;
  }

  /** Writes the gradients of the stored values. */
  finish(into: { readonly cm: Pointer; readonly gleak: Pointer; readonly vleak: Pointer }): void {
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
