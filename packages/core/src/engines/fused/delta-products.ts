/**
 * Products of a gated cell in a delta network: they read x̂ and ĥ, what was last transmitted; by telescoping that equals the
 * accumulated differences, so training costs what the dense cell costs. Weight gradients are formed once, over all steps.
 */
import { isNone, NONE, skipNumbers, type Floats, type None, type Packed } from '@dsrnn/kernels';
import type { FusedGating, FusedJob } from './fused-cell.ts';
import { transmitAll } from './transmit.ts';
import { weightGradients } from './weight-gradient.ts';

/** What the products need of their cell. */
export interface DeltaWeights {
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
export class DeltaProducts {
  readonly #job: FusedJob;
  readonly #gating: FusedGating & { readonly kind: 'delta' };
  readonly #weights: DeltaWeights;
  readonly #packedX: Packed;
  readonly #packedH: Packed;
  /** Of the backward pass; none: there will be none. */
  readonly #packedHTransposed: Packed | None;
  /** x̂, all steps. */
  readonly #sentX: Floats;
  /** ĥ and its flags, all steps, and the gradient of the last ĥ. */
  readonly #sent: Floats;
  readonly #flags: Floats;
  readonly #dSent: Floats;

  constructor(job: FusedJob, gating: FusedGating & { readonly kind: 'delta' }, weights: DeltaWeights) {
    const { kernels, tape, features, units, batch, time, differentiate } = job;
    const { run } = kernels;
    const { columns } = weights;
    this.#job = job;
    this.#gating = gating;
    this.#weights = weights;
    this.#packedX = tape.take(run.packedSize(features, columns));
    run.packB(features, columns, weights.wx, columns, this.#packedX);
    this.#packedH = tape.take(run.packedSize(units, columns));
    run.packB(units, columns, weights.wh, columns, this.#packedH);
    this.#packedHTransposed = differentiate ? tape.take(run.packedSize(columns, units)) : NONE;
    if (!isNone(this.#packedHTransposed))
      run.packBT(columns, units, weights.wh, columns, this.#packedHTransposed);
    this.#sentX = transmitAll(job, gating);
    this.#sent = tape.take(time * batch * units);
    this.#flags = tape.take(time * batch * units);
    this.#dSent = tape.take(batch * units);
    kernels.clear(this.#dSent, batch * units);
  }

  /** out `[count, batch, columns]` = bias + x̂ W_x for steps `from` … `from + count − 1`. */
  projectInputs(from: number, count: number, bias: Floats, out: Floats): void {
    const { kernels, batch, features } = this.#job;
    const { columns } = this.#weights;
    const rows = count * batch;
    kernels.run.fillRows(rows, columns, bias, out, columns);
    const x = skipNumbers(this.#sentX, from * batch * features);
    kernels.run.gemm(rows, columns, features, x, features, this.#packedX, out, columns, true);
  }

  /** Transmits h_t; out `[batch, columns]` += ĥ_t W_h. */
  addState(t: number, out: Floats): void {
    const { kernels, batch, time, units } = this.#job;
    const { columns, hs } = this.#weights;
    const size = batch * units;
    const h = skipNumbers(hs, t * size);
    const sent = skipNumbers(this.#sent, t * size);
    const before = t === 0 ? h : skipNumbers(sent, -size); // h_0 is 0, and so is what was sent before anything was
    const flags = skipNumbers(this.#flags, t * size);
    const count = kernels.run.deltaTransmit(size, h, before, this.#gating.thetaH, sent, flags);
    this.#gating.sends.h += count / (batch * time);
    if (t === 0) return;
    kernels.run.gemm(batch, columns, units, sent, units, this.#packedH, out, columns, true);
  }

  /** Adds to `dh` `[batch, units]`, the gradient of h_t, what comes back through the product of step t; nothing at 0. */
  backState(t: number, dColumns: Floats, dh: Floats): void {
    if (t === 0) return; // h_0 is no parameter
    const packed = this.#packedHTransposed;
    if (isNone(packed)) throw new Error('a pass that is not differentiated has no backward half');
    const { kernels, batch, units } = this.#job;
    const { columns } = this.#weights;
    kernels.run.gemm(batch, units, columns, dColumns, columns, packed, this.#dSent, units, true);
    const flags = skipNumbers(this.#flags, t * batch * units);
    kernels.run.deltaBackward(batch * units, flags, this.#dSent, dh);
  }

  /** Writes the gradients of W_x, W_h and the bias of the input product from dX and dH, `[time, batch, columns]`. */
  weightGradients(
    dX: Floats,
    dH: Floats,
    into: { readonly wx: Floats; readonly wh: Floats; readonly b: Floats },
  ): void {
    const { kernels, tape, batch, time, units, features } = this.#job;
    const { columns } = this.#weights;
    const rows = time * batch;
    const ofX = { read: this.#sentX, width: features, out: into.wx, stride: columns };
    const ofH = { read: this.#sent, width: units, out: into.wh, stride: columns };
    if (dX === dH) weightGradients(kernels, tape, rows, dX, columns, [ofX, ofH]);
    else {
      weightGradients(kernels, tape, rows, dX, columns, [ofX]);
      weightGradients(kernels, tape, rows, dH, columns, [ofH]);
    }
    kernels.run.sumRows(time * batch, columns, dX, columns, into.b, false);
  }
}
