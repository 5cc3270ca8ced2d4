/**
 * S4D on our kernels, see cells/s4d.ts for its equations: the whole sequence at once, state spaces as convolutions, the
 * products over all steps as one.
 *
 * Masks multiply inputs and outputs, so a training pass costs what the dense one costs; the products of a stream (see
 * engines/stream/s4d.ts) read active channels only.
 */
import type { Pointer } from '@dsrnn/kernels';
import type { S4dConfig } from '../../cells/s4d.ts';
import type { FusedCell, FusedJob, FusedPass } from './fused-cell.ts';
import { S4dKernel, type StateSpace } from './s4d-kernel.ts';
import { transmitAll } from './transmit.ts';
import { weightGradients } from './weight-gradient.ts';

const EPSILON = 1e-5;

/** The fused S4D. */
export const fusedS4d: FusedCell<S4dConfig> = {
  parameterNames: s4dParameterNames,
  run: (job) => new S4dPass(job),
};

/** Names of all parameters. */
export function s4dParameterNames({ layers, norm }: S4dConfig): string[] {
  const own = ['logDt', 'logReal', 'imag', 'cReal', 'cImag', 'd', 'wo', 'bo'];
  const names = norm === 'layer' ? [...own, 'gain', 'shift'] : own;
  return [
    'wx',
    'bx',
    ...Array.from({ length: layers }, (_, l) => names.map((name) => `layer${l}.${name}`)).flat(),
  ];
}

/** What a layer keeps for its backward pass, each `[time, batch, ·]`. */
interface LayerTape {
  readonly kernel: S4dKernel;
  /** Input of the layer. */
  readonly u: Pointer;
  /** Output of the state space, before gelu. */
  readonly y: Pointer;
  /** What the mixing product read: z, or ẑ in a delta network, with its flags. */
  readonly read: Pointer;
  readonly flags: Pointer;
  /** Before the gated linear unit, `[time, batch, 2 · units]`. */
  readonly g: Pointer;
  /** Input of the norm, with its mean and inverse deviation. */
  readonly r: Pointer;
  readonly mean: Pointer;
  readonly inverse: Pointer;
}

class S4dPass implements FusedPass {
  readonly outputs: Pointer;
  readonly #job: FusedJob<S4dConfig>;
  readonly #rows: number;
  readonly #size: number;
  /** What the input product read: m_x ⊙ x, or x̂. */
  readonly #read: Pointer;
  /** Its result before the mask. */
  readonly #projected: Pointer;
  readonly #layers: LayerTape[] = [];

  constructor(job: FusedJob<S4dConfig>) {
    const { kernels, tape, time, batch, features, units, gating } = job;
    const { run } = kernels;
    const { layers } = job.settings;
    this.#job = job;
    this.#rows = time * batch;
    this.#size = this.#rows * units;
    if (gating.kind === 'masked') for (let t = 0; t < time; t++) gating.feed.decide(t, 0);
    this.#read = this.#inputs();
    this.#projected = tape.take(this.#size);
    this.#product(this.#read, features, 'wx', 'bx', units, this.#projected);
    let u = this.#projected;
    if (this.#maskH !== 0) {
      u = tape.take(this.#size);
      kernels.copy(this.#projected, u, this.#size);
      run.mulInto(this.#size, this.#maskH, u);
    }
    for (let l = 0; l < layers; l++) u = this.#layer(l, u);
    this.outputs = u;
    if (gating.kind === 'delta') gating.sends.h /= layers;
  }

  backward(
    dOutputs: { readonly kind: 'last' | 'each' | 'steps'; readonly at: Pointer },
    gradients: Readonly<Record<string, Pointer>>,
  ): void {
    const { kernels, tape, time, batch, features, units, gating } = this.#job;
    const { run } = kernels;
    const step = batch * units;
    const du = tape.take(this.#size);
    if (dOutputs.kind === 'steps') kernels.copy(dOutputs.at, du, this.#size);
    else {
      kernels.clear(du, this.#size);
      const first = dOutputs.kind === 'each' ? 0 : time - 1;
      for (let t = first; t < time; t++) kernels.copy(dOutputs.at, du + 4 * t * step, step);
    }
    const wanted = gating.kind === 'masked' ? gating.feed.gradients(0) : { x: 0, h: 0 };
    if (wanted.h !== 0) kernels.clear(wanted.h, this.#size);
    for (let l = this.#layers.length - 1; l >= 0; l--) this.#layerBackward(l, du, wanted.h, gradients);

    if (wanted.h !== 0) run.mulAddInto(this.#size, du, this.#projected, wanted.h);
    if (this.#maskH !== 0) run.mulInto(this.#size, this.#maskH, du);
    this.#weights(this.#read, features, du, units, gradients['wx'] as Pointer, gradients['bx'] as Pointer);
    if (wanted.x !== 0) {
      this.#back(du, units, 'wx', features, wanted.x);
      run.mulInto(this.#rows * features, this.#job.x, wanted.x);
    }
    if (gating.kind === 'masked') {
      gating.feed.backward(0, 0);
      gating.feed.finish(gradients);
    }
  }

  get #maskH(): Pointer {
    const { gating } = this.#job;
    return gating.kind === 'masked' ? gating.feed.h : 0;
  }

  #inputs(): Pointer {
    const { kernels, tape, x, features, gating } = this.#job;
    if (gating.kind === 'delta') return transmitAll(this.#job, gating);
    if (gating.kind === 'dense' || gating.feed.x === 0) return x;
    const masked = tape.take(this.#rows * features);
    kernels.copy(x, masked, this.#rows * features);
    kernels.run.mulInto(this.#rows * features, gating.feed.x, masked);
    return masked;
  }

  /** Runs a layer; returns its output. */
  #layer(l: number, u: Pointer): Pointer {
    const { kernels, tape, time, batch, units, settings } = this.#job;
    const { run } = kernels;
    const { stateSize, norm } = settings;
    const kernel = new S4dKernel(kernels, tape, this.#stateSpace(l, this.#job.parameters), {
      units,
      modes: stateSize / 2,
      time,
    });
    const y = tape.take(this.#size);
    kernel.convolve(batch, u, y);
    const z = tape.take(this.#size);
    run.gelu(this.#size, y, z);
    if (this.#maskH !== 0) run.mulInto(this.#size, this.#maskH, z);
    const { read, flags } = this.#transmit(z);
    const g = tape.take(2 * this.#size);
    this.#product(read, units, `layer${l}.wo`, `layer${l}.bo`, 2 * units, g);
    const r = tape.take(this.#size);
    run.glu(this.#rows, units, g, r);
    if (this.#maskH !== 0) run.mulInto(this.#size, this.#maskH, r);
    run.addInto(this.#size, u, r);
    if (norm === 'none') {
      this.#layers.push({ kernel, u, y, read, flags, g, r, mean: 0, inverse: 0 });
      return r;
    }
    const out = tape.take(this.#size);
    const mean = tape.take(this.#rows);
    const inverse = tape.take(this.#rows);
    const [gain, shift] = [this.#parameter(l, 'gain'), this.#parameter(l, 'shift')];
    run.layerNorm(this.#rows, units, r, this.#maskH, units, gain, shift, EPSILON, out, mean, inverse);
    this.#layers.push({ kernel, u, y, read, flags, g, r, mean, inverse });
    return out;
  }

  /** `du`: gradient of the layer's output in, of its input out. */
  #layerBackward(l: number, du: Pointer, dMask: Pointer, gradients: Readonly<Record<string, Pointer>>): void {
    const { kernels, batch, units, settings } = this.#job;
    const { run, arena } = kernels;
    const tape = this.#layers[l] as LayerTape;
    const rows = this.#rows;
    const size = this.#size;
    const into = (name: string): Pointer => gradients[`layer${l}.${name}`] as Pointer;
    if (settings.norm === 'layer') {
      kernels.clear(into('gain'), units);
      kernels.clear(into('shift'), units);
      run.layerNormBackward(rows, units, tape.r, this.#maskH, units, this.#parameter(l, 'gain'), this.#parameter(l, 'shift'), EPSILON, tape.mean, tape.inverse, du, du, into('gain'), into('shift'), dMask); // prettier-ignore
    }
    // r = u + m ⊙ glu(g): du already is the gradient of u by way of the residual.
    const d = arena.take(size);
    kernels.copy(du, d, size);
    if (dMask !== 0) {
      const o = arena.take(size);
      run.glu(rows, units, tape.g, o);
      run.mulAddInto(size, d, o, dMask);
      arena.give(o);
    }
    if (this.#maskH !== 0) run.mulInto(size, this.#maskH, d);
    run.gluBackward(rows, units, tape.g, d, tape.g);
    this.#weights(tape.read, units, tape.g, 2 * units, into('wo'), into('bo'));
    this.#back(tape.g, 2 * units, `layer${l}.wo`, units, d);
    if (tape.flags !== 0) this.#transmitBackward(tape.flags, d);
    if (dMask !== 0) {
      const activated = arena.take(size);
      run.gelu(size, tape.y, activated);
      run.mulAddInto(size, d, activated, dMask);
      arena.give(activated);
    }
    if (this.#maskH !== 0) run.mulInto(size, this.#maskH, d);
    run.geluBackward(size, tape.y, d, d);
    tape.kernel.backward(batch, tape.u, d, d, this.#stateSpace(l, gradients));
    run.addInto(size, d, du);
    arena.give(d);
  }

  /** What the mixing product reads of z: z itself, or what a delta network sends of it. */
  #transmit(z: Pointer): { readonly read: Pointer; readonly flags: Pointer } {
    const { kernels, tape, time, batch, units, gating } = this.#job;
    if (gating.kind !== 'delta') return { read: z, flags: 0 };
    const step = batch * units;
    const sent = tape.take(this.#size);
    const flags = tape.take(this.#size);
    const nothing = tape.take(step);
    kernels.clear(nothing, step);
    for (let t = 0; t < time; t++) {
      const at = 4 * t * step;
      const before = t === 0 ? nothing : sent + at - 4 * step;
      const count = kernels.run.deltaTransmit(step, z + at, before, gating.thetaH, sent + at, flags + at);
      gating.sends.h += count / this.#rows;
    }
    return { read: sent, flags };
  }

  /** `d`: gradient of ẑ in, of z out. */
  #transmitBackward(flags: Pointer, d: Pointer): void {
    const { kernels, time, batch, units } = this.#job;
    const { arena } = kernels;
    const step = batch * units;
    const dSent = arena.take(step);
    kernels.clear(dSent, step);
    for (let t = time - 1; t >= 0; t--) {
      const at = d + 4 * t * step;
      kernels.run.addInto(step, at, dSent);
      kernels.clear(at, step);
      kernels.run.deltaBackward(step, flags + 4 * t * step, dSent, at);
    }
    arena.give(dSent);
  }

  /** out `[rows, columns]` = read W + b. */
  #product(read: Pointer, width: number, weight: string, bias: string, columns: number, out: Pointer): void {
    const { kernels, parameters } = this.#job;
    const { run, arena } = kernels;
    const packed = arena.take(run.packedSize(width, columns));
    run.packB(width, columns, parameters[weight] as Pointer, columns, packed);
    run.fillRows(this.#rows, columns, parameters[bias] as Pointer, out, columns);
    run.gemm(this.#rows, columns, width, read, width, packed, out, columns, true);
    arena.give(packed);
  }

  /** out `[rows, width]` = d Wᵀ. */
  #back(d: Pointer, columns: number, weight: string, width: number, out: Pointer): void {
    const { kernels, parameters } = this.#job;
    const { run, arena } = kernels;
    const packed = arena.take(run.packedSize(columns, width));
    run.packBT(columns, width, parameters[weight] as Pointer, columns, packed);
    run.gemm(this.#rows, width, columns, d, columns, packed, out, width, false);
    arena.give(packed);
  }

  #weights(read: Pointer, width: number, d: Pointer, columns: number, w: Pointer, b: Pointer): void {
    const { kernels, tape } = this.#job;
    weightGradients(kernels, tape, this.#rows, d, columns, [{ read, width, out: w, stride: columns }]);
    kernels.run.sumRows(this.#rows, columns, d, columns, b, false);
  }

  #parameter(l: number, name: string): Pointer {
    return this.#job.parameters[`layer${l}.${name}`] as Pointer;
  }

  #stateSpace(l: number, from: Readonly<Record<string, Pointer>>): StateSpace {
    const at = (name: string): Pointer => from[`layer${l}.${name}`] as Pointer;
    return {
      logDt: at('logDt'),
      logReal: at('logReal'),
      imag: at('imag'),
      cReal: at('cReal'),
      cImag: at('cImag'),
      d: at('d'),
    };
  }
}
