/**
 * S4D on our kernels, see cells/s4d.ts for its equations: the whole sequence at once, state spaces as convolutions, the
 * products over all steps as one.
 *
 * Masks multiply inputs and outputs. Where they leave most channels out, the mixing products and their gradients read what is
 * left, with the bits of the dense ones; the convolutions are dense whatever the masks.
 */
import { isNone, NONE, skipNumbers, type Floats, type None } from '@dsrnn/kernels';
import { layerNames, type LayerName } from '../../cells/s4d-layer.ts';
import type { S4dConfig, S4dValues } from '../../cells/s4d.ts';
import type { Blocks, FusedCell, FusedJob, FusedPass } from './fused-cell.ts';
import { NO_GRADIENTS } from './mask-feed.ts';
import { inPanels } from './group-lists.ts';
import { S4dGroupPass } from './s4d-group-pass.ts';
import { S4dKernel } from './s4d-kernel.ts';
import { stateSpaceOf, type StateSpace } from './s4d-state-space.ts';
import { transmitAll } from './transmit.ts';
import { weightGradients } from './weight-gradient.ts';

const EPSILON = 1e-5;
/** Of the channels may be active for products to walk lists of them; at more a dense product is about as fast, or faster. */
const SPARSE = 0.6;

type S4dName = keyof S4dValues;

/** The fused S4D. */
export const fusedS4d: FusedCell<S4dConfig, S4dName> = {
  parameterNames: s4dParameterNames,
  run(job) {
    const { gating } = job;
    if (gating.kind !== 'masked' || gating.gradient === 'all' || !inPanels(gating.feed.groups)) {
      return new S4dPass(job);
    }
    return new S4dGroupPass(job, gating.feed, gating.feed.groups);
  },
};

/** Names of all parameters. */
export function s4dParameterNames({ layers, norm }: S4dConfig): S4dName[] {
  const ofLayer = (l: number): S4dName[] => layerNames(norm).map((name) => `layer${l}.${name}` as const);
  return ['wx', 'bx', ...Array.from({ length: layers }, (_, l) => ofLayer(l)).flat()];
}

/** What a layer keeps for its backward pass, each `[time, batch, ·]`. */
interface LayerTape {
  readonly kernel: S4dKernel;
  /** Input of the layer. */
  readonly u: Floats;
  /** Output of the state space, before gelu. */
  readonly y: Floats;
  /** What the mixing product read: z, or ẑ in a delta network, with its flags. */
  readonly read: Floats;
  readonly flags: Floats | None;
  /** Before the gated linear unit, `[time, batch, 2 · units]`. */
  readonly g: Floats;
  /** Input of the norm, with its mean and inverse deviation; null: no norm. */
  readonly normed: { readonly r: Floats; readonly mean: Floats; readonly inverse: Floats } | null;
}

class S4dPass implements FusedPass<S4dName> {
  readonly outputs: Floats;
  readonly #job: FusedJob<S4dConfig, S4dName>;
  readonly #rows: number;
  readonly #size: number;
  /** Whether masks leave most channels out. */
  readonly #sparse: boolean;
  /** What the input product read: m_x ⊙ x, or x̂. */
  readonly #read: Floats;
  /** Its result before the mask. */
  readonly #projected: Floats;
  readonly #layers: LayerTape[] = [];

  constructor(job: FusedJob<S4dConfig, S4dName>) {
    const { kernels, tape, time, batch, features, units, gating } = job;
    const { run } = kernels;
    const { layers } = job.settings;
    this.#job = job;
    this.#rows = time * batch;
    this.#size = this.#rows * units;
    this.#sparse = gating.kind === 'masked' && gating.feed.capacity.h <= SPARSE * units;
    if (gating.kind === 'masked') for (let t = 0; t < time; t++) gating.feed.decide(t, NONE);
    this.#read = this.#inputs();
    this.#projected = tape.take(this.#size);
    this.#product(this.#read, features, 'wx', 'bx', units, this.#projected, false);
    let u = this.#projected;
    if (!isNone(this.#maskH)) {
      u = tape.take(this.#size);
      kernels.copy(this.#projected, u, this.#size);
      run.mulInto(this.#size, this.#maskH, u);
    }
    for (let l = 0; l < layers; l++) u = this.#layer(l, u);
    this.outputs = u;
    if (gating.kind === 'delta') gating.sends.h /= layers;
  }

  backward(
    dOutputs: { readonly kind: 'last' | 'each' | 'steps'; readonly at: Floats },
    gradients: Blocks<S4dName>,
  ): void {
    const { kernels, tape, time, batch, features, units, gating } = this.#job;
    const { run } = kernels;
    const step = batch * units;
    const du = tape.take(this.#size);
    if (dOutputs.kind === 'steps') kernels.copy(dOutputs.at, du, this.#size);
    else {
      if (dOutputs.kind === 'last') kernels.clear(du, this.#size);
      const first = dOutputs.kind === 'each' ? 0 : time - 1;
      for (let t = first; t < time; t++) kernels.copy(dOutputs.at, skipNumbers(du, t * step), step);
    }
    const wanted = gating.kind === 'masked' ? gating.feed.gradients(0) : NO_GRADIENTS;
    if (!isNone(wanted.h)) kernels.clear(wanted.h, this.#size);
    for (let l = this.#layers.length - 1; l >= 0; l--) this.#layerBackward(l, du, wanted.h, gradients);

    if (!isNone(wanted.h)) run.mulAddInto(this.#size, du, this.#projected, wanted.h);
    if (!isNone(this.#maskH)) run.mulInto(this.#size, this.#maskH, du);
    this.#weights(this.#read, features, du, units, gradients.wx, gradients.bx, false);
    if (!isNone(wanted.x)) {
      this.#back(du, units, 'wx', features, wanted.x);
      run.mulInto(this.#rows * features, this.#job.x, wanted.x);
    }
    if (gating.kind === 'masked') {
      gating.feed.backward(0, NONE);
      gating.feed.finish(gradients);
    }
  }

  get #maskH(): Floats | None {
    const { gating } = this.#job;
    return gating.kind === 'masked' ? gating.feed.h : NONE;
  }

  #inputs(): Floats {
    const { kernels, tape, x, features, gating } = this.#job;
    if (gating.kind === 'delta') return transmitAll(this.#job, gating);
    if (gating.kind === 'dense' || isNone(gating.feed.x)) return x;
    const masked = tape.take(this.#rows * features);
    kernels.copy(x, masked, this.#rows * features);
    kernels.run.mulInto(this.#rows * features, gating.feed.x, masked);
    return masked;
  }

  /** Runs a layer; returns its output. */
  #layer(l: number, u: Floats): Floats {
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
    const mask = this.#maskH;
    if (isNone(mask)) run.gelu(this.#size, y, z);
    else run.maskedGelu(this.#size, y, mask, z);
    const { read, flags } = this.#transmit(z);
    const g = tape.take(2 * this.#size);
    this.#product(read, units, `layer${l}.wo`, `layer${l}.bo`, 2 * units, g, this.#sparse);
    const r = tape.take(this.#size);
    if (isNone(mask)) {
      run.glu(this.#rows, units, g, r);
      run.addInto(this.#size, u, r);
    } else run.maskedGlu(this.#rows, units, g, mask, u, r);
    if (norm === 'none') {
      this.#layers.push({ kernel, u, y, read, flags, g, normed: null });
      return r;
    }
    const out = tape.take(this.#size);
    const mean = tape.take(this.#rows);
    const inverse = tape.take(this.#rows);
    const [gain, shift] = [this.#parameter(l, 'gain'), this.#parameter(l, 'shift')];
    run.layerNorm(this.#rows, units, r, mask, units, gain, shift, EPSILON, out, mean, inverse);
    this.#layers.push({ kernel, u, y, read, flags, g, normed: { r, mean, inverse } });
    return out;
  }

  /** `du`: gradient of the layer's output in, of its input out. */
  #layerBackward(l: number, du: Floats, dMask: Floats | None, gradients: Blocks<S4dName>): void {
    const { kernels, batch, units } = this.#job;
    const { run, arena } = kernels;
    const tape = this.#layers[l] as LayerTape;
    const rows = this.#rows;
    const size = this.#size;
    const into = (name: LayerName): Floats => gradients[`layer${l}.${name}`] as Floats;
    if (tape.normed !== null) {
      const { r, mean, inverse } = tape.normed;
      kernels.clear(into('gain'), units);
      kernels.clear(into('shift'), units);
      run.layerNormBackward(rows, units, r, this.#maskH, units, this.#parameter(l, 'gain'), this.#parameter(l, 'shift'), EPSILON, mean, inverse, du, du, into('gain'), into('shift'), dMask); // prettier-ignore
    }
    // r = u + m ⊙ glu(g): du already is the gradient of u by way of the residual.
    const mask = this.#maskH;
    if (isNone(mask)) run.gluBackward(rows, units, tape.g, du, tape.g);
    else run.maskedGluBackward(rows, units, tape.g, mask, du, tape.g, dMask);
    this.#weights(tape.read, units, tape.g, 2 * units, into('wo'), into('bo'), this.#sparse);
    const d = arena.take(size);
    this.#back(tape.g, 2 * units, `layer${l}.wo`, units, d);
    if (!isNone(tape.flags)) this.#transmitBackward(tape.flags, d);
    if (isNone(mask)) run.geluBackward(size, tape.y, d, d);
    else run.maskedGeluBackward(size, tape.y, mask, d, dMask);
    tape.kernel.backward(batch, tape.u, d, d, this.#stateSpace(l, gradients));
    run.addInto(size, d, du);
    arena.give(d);
  }

  /** What the mixing product reads of z: z itself, or what a delta network sends of it. */
  #transmit(z: Floats): { readonly read: Floats; readonly flags: Floats | None } {
    const { kernels, tape, time, batch, units, gating } = this.#job;
    if (gating.kind !== 'delta') return { read: z, flags: NONE };
    const step = batch * units;
    const sent = tape.take(this.#size);
    const flags = tape.take(this.#size);
    const nothing = tape.take(step);
    kernels.clear(nothing, step);
    for (let t = 0; t < time; t++) {
      const at = t * step;
      const to = skipNumbers(sent, at);
      const before = t === 0 ? nothing : skipNumbers(to, -step);
      const count = kernels.run.deltaTransmit(step, skipNumbers(z, at), before, gating.thetaH, to, skipNumbers(flags, at)); // prettier-ignore
      gating.sends.h += count / this.#rows;
    }
    return { read: sent, flags };
  }

  /** `d`: gradient of ẑ in, of z out. */
  #transmitBackward(flags: Floats, d: Floats): void {
    const { kernels, time, batch, units } = this.#job;
    const { arena } = kernels;
    const step = batch * units;
    const dSent = arena.take(step);
    kernels.clear(dSent, step);
    for (let t = time - 1; t >= 0; t--) {
      const at = skipNumbers(d, t * step);
      kernels.run.addInto(step, at, dSent);
      kernels.clear(at, step);
      kernels.run.deltaBackward(step, skipNumbers(flags, t * step), dSent, at);
    }
    arena.give(dSent);
  }

  /** out `[rows, columns]` = read W + b. `sparse`: most of `read` is 0. */
  #product(
    read: Floats,
    width: number,
    weight: S4dName,
    bias: S4dName,
    columns: number,
    out: Floats,
    sparse: boolean,
  ): void {
    const { kernels, parameters } = this.#job;
    const { run, arena } = kernels;
    const packed = arena.take<'packed'>(run.packedSize(width, columns));
    run.packB(width, columns, parameters[weight] as Floats, columns, packed);
    const start = parameters[bias] as Floats;
    if (sparse) run.sparseGemm(this.#rows, columns, width, read, width, packed, start, out, columns);
    else {
      run.fillRows(this.#rows, columns, start, out, columns);
      run.gemm(this.#rows, columns, width, read, width, packed, out, columns, true);
    }
    arena.give(packed);
  }

  /** out `[rows, width]` = d Wᵀ; d is 0 where masks are. */
  #back(d: Floats, columns: number, weight: S4dName, width: number, out: Floats): void {
    const { kernels, parameters } = this.#job;
    const { run, arena } = kernels;
    const packed = arena.take<'packed'>(run.packedSize(columns, width));
    run.packBT(columns, width, parameters[weight] as Floats, columns, packed);
    if (this.#sparse) run.sparseGemm(this.#rows, width, columns, d, columns, packed, NONE, out, width);
    else run.gemm(this.#rows, width, columns, d, columns, packed, out, width, false);
    arena.give(packed);
  }

  #weights(
    read: Floats,
    width: number,
    d: Floats,
    columns: number,
    w: Floats,
    b: Floats,
    sparse: boolean,
  ): void {
    const { kernels, tape } = this.#job;
    weightGradients(kernels, tape, this.#rows, d, columns, [
      { read, width, out: w, stride: columns, sparse },
    ]);
    kernels.run.sumRows(this.#rows, columns, d, columns, b, false);
  }

  #parameter(l: number, name: LayerName): Floats {
    return this.#job.parameters[`layer${l}.${name}`] as Floats;
  }

  #stateSpace(l: number, from: Blocks<S4dName>): StateSpace {
    return stateSpaceOf(l, from);
  }
}
