/**
 * Products of a gated cell that read every channel: x W_x + b and h W_h, as matrix products over the whole batch.
 *
 * In a delta network they read x̂ and ĥ, what was last transmitted; by telescoping that equals the accumulated
 * differences, so training costs what the dense cell costs. Weight gradients are formed once, over all steps.
 */
import { isNone, NONE, skipNumbers, type Floats, type None, type Packed } from '@dsrnn/kernels';
import type { FusedJob } from './fused-cell.ts';
import { transmitAll } from './transmit.ts';
import { weightGradients } from './weight-gradient.ts';

/** What the products need of their cell. */
export interface DenseWeights {
  /** `[features, columns]` */
  readonly wx: Floats;
  /** `[units, columns]` */
  readonly wh: Floats;
  /** All gates of all units. */
  readonly columns: number;
  /** h_0 … h_T */
  readonly hs: Floats;
}

/** The products of one pass. */
export class DenseProducts {
  readonly #job: FusedJob;
  readonly #weights: DenseWeights;
  readonly #packedX: Packed;
  readonly #packedH: Packed;
  /** Of the backward pass; none: there will be none. */
  readonly #packedHTransposed: Packed | None;
  /** x or x̂, all steps. */
  readonly #readX: Floats;
  /** ĥ and its flags, all steps, and the gradient of the last ĥ; null where h itself is read. */
  readonly #delta: { readonly sent: Floats; readonly flags: Floats; readonly dSent: Floats } | null;

  constructor(job: FusedJob, weights: DenseWeights) {
    const { kernels, tape, features, units, batch, time, gating, differentiate } = job;
    const { run } = kernels;
    const { columns } = weights;
    this.#job = job;
    this.#weights = weights;
    this.#packedX = tape.take(run.packedSize(features, columns));
    run.packB(features, columns, weights.wx, columns, this.#packedX);
    this.#packedH = tape.take(run.packedSize(units, columns));
    run.packB(units, columns, weights.wh, columns, this.#packedH);
    this.#packedHTransposed = differentiate ? tape.take(run.packedSize(columns, units)) : NONE;
    if (!isNone(this.#packedHTransposed))
      run.packBT(columns, units, weights.wh, columns, this.#packedHTransposed);
    if (gating.kind === 'delta') {
      this.#readX = transmitAll(job, gating);
      const size = time * batch * units;
      const dSent = tape.take(batch * units);
      kernels.clear(dSent, batch * units);
      this.#delta = { sent: tape.take(size), flags: tape.take(size), dSent };
    } else {
      this.#readX = job.x;
      this.#delta = null;
    }
  }

  /** out `[count, batch, columns]` = bias + x W_x for steps `from` … `from + count − 1`. */
  projectInputs(from: number, count: number, bias: Floats, out: Floats): void {
    const { kernels, batch, features } = this.#job;
    const { columns } = this.#weights;
    const rows = count * batch;
    kernels.run.fillRows(rows, columns, bias, out, columns);
    const x = skipNumbers(this.#readX, from * batch * features);
    kernels.run.gemm(rows, columns, features, x, features, this.#packedX, out, columns, true);
  }

  /** out `[batch, columns]` += h_t W_h. */
  addState(t: number, out: Floats): void {
    const { kernels, batch, units } = this.#job;
    const { columns } = this.#weights;
    const state = this.#state(t, true);
    if (t === 0) return; // h_0 is 0
    kernels.run.gemm(batch, columns, units, state, units, this.#packedH, out, columns, true);
  }

  /**
   * Adds to `dh` `[batch, units]`, the gradient of h_t, what comes back through the product of step t; nothing at 0.
   * `dMask`: adds to it what that means for a mask of ones over the columns, or none.
   */
  backState(t: number, dColumns: Floats, dh: Floats, dMask: Floats | None = NONE): void {
    if (t === 0) return; // h_0 is no parameter
    const packed = this.#packedHTransposed;
    if (isNone(packed)) throw new Error('a pass that is not differentiated has no backward half');
    const { kernels, batch, units } = this.#job;
    const { columns } = this.#weights;
    if (!isNone(dMask)) {
      const read = kernels.arena.take(batch * units);
      kernels.run.gemm(batch, units, columns, dColumns, columns, packed, read, units, false);
      kernels.run.addInto(batch * units, read, dh);
      kernels.run.mulAddInto(batch * units, read, this.#state(t, false), dMask);
      kernels.arena.give(read);
      return;
    }
    const into = this.#delta === null ? dh : this.#delta.dSent;
    kernels.run.gemm(batch, units, columns, dColumns, columns, packed, into, units, true);
    if (this.#delta !== null) {
      const flags = skipNumbers(this.#delta.flags, t * batch * units);
      kernels.run.deltaBackward(batch * units, flags, this.#delta.dSent, dh);
    }
  }

  /** Adds to `dMask` `[batch, features]` what dX `[time, batch, columns]` means for a mask of ones over the inputs. */
  backInputMasks(dX: Floats, dMask: Floats): void {
    const { kernels, batch, time, features } = this.#job;
    const { run, arena } = kernels;
    const { columns, wx } = this.#weights;
    const packed = arena.take<'packed'>(run.packedSize(columns, features));
    run.packBT(columns, features, wx, columns, packed);
    const read = arena.take(batch * features);
    for (let t = 0; t < time; t++) {
      const d = skipNumbers(dX, t * batch * columns);
      run.gemm(batch, features, columns, d, columns, packed, read, features, false);
      run.mulAddInto(batch * features, read, skipNumbers(this.#readX, t * batch * features), dMask);
    }
    arena.give(read);
    arena.give(packed);
  }

  /** Writes the gradients of W_x, W_h and the bias of the input product from dX and dH, `[time, batch, columns]`. */
  weightGradients(
    dX: Floats,
    dH: Floats,
    into: { readonly wx: Floats; readonly wh: Floats; readonly b: Floats },
  ): void {
    const { kernels, tape, batch, time, units, features } = this.#job;
    const { columns, hs } = this.#weights;
    const readH = this.#delta === null ? hs : this.#delta.sent;
    const rows = time * batch;
    const ofX = { read: this.#readX, width: features, out: into.wx, stride: columns };
    const ofH = { read: readH, width: units, out: into.wh, stride: columns };
    if (dX === dH) weightGradients(kernels, tape, rows, dX, columns, [ofX, ofH]);
    else {
      weightGradients(kernels, tape, rows, dX, columns, [ofX]);
      weightGradients(kernels, tape, rows, dH, columns, [ofH]);
    }
    kernels.run.sumRows(time * batch, columns, dX, columns, into.b, false);
  }

  /** What the product of step t reads of h_t; `transmit`: decides it first, in a delta network. */
  #state(t: number, transmit: boolean): Floats {
    const { kernels, batch, units, gating } = this.#job;
    const size = batch * units;
    const h = skipNumbers(this.#weights.hs, t * size);
    if (this.#delta === null || gating.kind !== 'delta') return h;
    const sent = skipNumbers(this.#delta.sent, t * size);
    if (transmit) {
      const before = t === 0 ? h : skipNumbers(sent, -size); // h_0 is 0, and so is what was sent before anything was
      const flags = skipNumbers(this.#delta.flags, t * size);
      const count = kernels.run.deltaTransmit(size, h, before, gating.thetaH, sent, flags);
      gating.sends.h += count / (batch * this.#job.time);
    }
    return sent;
  }
}
