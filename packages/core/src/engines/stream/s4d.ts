/**
 * S4D step by step, see cells/s4d.ts for its equations.
 *
 * The products of a masked step read active columns only; every channel's state space moves on, since it decays while
 * the channel is inactive.
 */
import { isNone, NONE, skipNumbers, type Counts, type Floats, type Indices, type None } from '@dsrnn/kernels';
import type { LayerName } from '../../cells/s4d-layer.ts';
import type { S4dConfig, S4dValues } from '../../cells/s4d.ts';
import { DiscreteStateSpace } from '../fused/s4d-state-space.ts';
import type { CellStream, StateBlock, StreamGating, StreamJob, StreamMasks } from './cell-stream.ts';
import { paddedOutputs } from './column-product.ts';
import { productOf, type StreamProduct } from './s4d-product.ts';

const EPSILON = 1e-5;

type S4dJob = StreamJob<StreamGating, S4dConfig, keyof S4dValues>;

/** S4D for streams. State besides h: that of each layer, and in a delta network x̂, each ẑ and the accumulators. */
export function streamS4d(job: S4dJob): CellStream {
  return new S4dStream(job);
}

/** Channels whose outputs are wanted; no list means all. */
interface Rows {
  readonly list: Indices | None;
  readonly counts: Counts | None;
}
const ALL: Rows = { list: NONE, counts: NONE };

class S4dStream implements CellStream {
  readonly state: Readonly<Record<string, StateBlock>>;
  activeX = 0;
  activeH = 0;
  readonly #job: S4dJob;
  readonly #masks: StreamMasks | null;
  readonly #rows: Rows;
  readonly #input: StreamProduct;
  readonly #layers: readonly S4dLayer[];
  /** Input of the first layer. */
  readonly #u: Floats;

  constructor(job: S4dJob) {
    const { memory, units, gating, x, features } = job;
    const { layers } = job.settings;
    this.#job = job;
    this.#masks = gating.kind === 'masked' ? gating.masks : null;
    this.#rows = this.#masks === null ? ALL : { list: memory.take(units), counts: memory.take(1) };
    this.#u = memory.take(paddedOutputs(units));
    this.#input = productOf(job, 'x', 'wx', 'bx', { source: x, inputs: features, gates: 1, out: this.#u });
    this.#layers = Array.from({ length: layers }, (_, l) => new S4dLayer(job, l, this.#rows));
    this.state = {
      ...this.#input.state,
      ...Object.fromEntries(
        this.#layers.flatMap(({ state }, l) =>
          Object.entries(state).map(([name, block]) => [`layer${String(l)}.${name}`, block]),
        ),
      ),
    };
  }

  reset(): void {
    this.#input.reset();
    for (const layer of this.#layers) layer.reset();
  }

  step(): void {
    const { kernels, units, h } = this.#job;
    const { list, counts } = this.#rows;
    if (this.#masks !== null && !isNone(list) && !isNone(counts)) {
      kernels.run.listActive(1, units, 0, this.#masks.h, units, NONE, list, NONE, counts, units, 0);
    }
    this.activeX = this.#input.form();
    if (this.#masks !== null) kernels.run.mulInto(units, this.#masks.h, this.#u);
    let u = this.#u;
    let read = 0;
    for (const layer of this.#layers) {
      read += layer.step(u);
      u = layer.out;
    }
    this.activeH = read / this.#layers.length;
    kernels.copy(u, h, units);
  }
}

class S4dLayer {
  readonly state: Readonly<Record<string, StateBlock>>;
  readonly out: Floats;
  readonly #job: S4dJob;
  readonly #mask: Floats | None;
  readonly #rows: Rows;
  readonly #space: DiscreteStateSpace;
  readonly #modes: number;
  readonly #c: { readonly re: Floats; readonly im: Floats };
  readonly #d: Floats;
  readonly #stateRe: Floats;
  readonly #stateIm: Floats;
  readonly #z: Floats;
  readonly #mix: StreamProduct;
  readonly #mixed: Floats;
  readonly #norm: { readonly gain: Floats; readonly shift: Floats } | null;
  readonly #statistics: Floats;

  constructor(job: S4dJob, l: number, rows: Rows) {
    const { kernels, memory, units, gating, parameters, settings } = job;
    const { stateSize, norm } = settings;
    const name = <Name extends LayerName>(of: Name) => `layer${l}.${of}` as const;
    const modes = stateSize / 2;
    this.#job = job;
    this.#mask = gating.kind === 'masked' ? gating.masks.h : NONE;
    this.#rows = rows;
    this.#modes = modes;
    this.#c = { re: parameters.keep(name('cReal')), im: parameters.keep(name('cImag')) };
    this.#d = parameters.keep(name('d'));
    const stateSpace = {
      logDt: parameters.borrow(name('logDt')),
      logReal: parameters.borrow(name('logReal')),
      imag: parameters.borrow(name('imag')),
      cReal: this.#c.re,
      cImag: this.#c.im,
      d: this.#d,
    };
    // A convolution over one step is no use, but its kernel discretises the state space.
    this.#space = new DiscreteStateSpace(kernels, memory, stateSpace, { units, modes });
    this.#stateRe = memory.take(units * modes);
    this.#stateIm = memory.take(units * modes);
    this.#z = memory.take(units);
    kernels.clear(this.#z, units);
    this.#mixed = memory.take(paddedOutputs(2 * units));
    this.#mix = productOf(job, 'h', name('wo'), name('bo'), {
      source: this.#z,
      inputs: units,
      gates: 2,
      out: this.#mixed,
    });
    this.out = memory.take(units);
    this.#norm =
      norm === 'none' ? null : { gain: parameters.keep(name('gain')), shift: parameters.keep(name('shift')) };
    this.#statistics = memory.take(2);
    this.state = {
      re: { at: this.#stateRe, size: units * modes },
      im: { at: this.#stateIm, size: units * modes },
      ...this.#mix.state,
    };
  }

  reset(): void {
    this.#mix.reset();
  }

  /** From the layer's input to `out`; returns how many channels the mixing product read. */
  step(u: Floats): number {
    const { kernels, units } = this.#job;
    const { run } = kernels;
    const { abarRe, abarIm, bbarRe, bbarIm } = this.#space;
    const { list, counts } = this.#rows;
    run.s4dStep(1, units, this.#modes, abarRe, abarIm, bbarRe, bbarIm, this.#c.re, this.#c.im, this.#d, u, this.#stateRe, this.#stateIm, this.#z, list, counts, units); // prettier-ignore
    run.gelu(units, this.#z, this.#z);
    const read = this.#mix.form();
    run.glu(1, units, this.#mixed, this.out);
    if (!isNone(this.#mask)) run.mulInto(units, this.#mask, this.out);
    run.addInto(units, u, this.out);
    if (this.#norm !== null) {
      const { gain, shift } = this.#norm;
      run.layerNorm(1, units, this.out, this.#mask, units, gain, shift, EPSILON, this.out, this.#statistics, skipNumbers(this.#statistics, 1)); // prettier-ignore
    }
    return read;
  }
}
