/**
 * Products of a gated cell over active sub-matrices: each sample reads its active columns and computes its active rows.
 *
 * Weights are in lanes, `[column][unit][4]`: all gates of a unit in one 128-bit vector, so that any sub-matrix is made of
 * whole vectors. What training costs, for row and column density p:
 *   active-only gradient   forward p², input gradient p², weight gradient p²
 *   gradient for all       forward p (candidates of inactive units), input gradient p (all columns), weights p²
 */
import type { Pointer } from '@dsrnn/kernels';
import type { FusedJob } from './fused-cell.ts';
import type { MaskFeed, MaskGradients } from './mask-feed.ts';

/** What the products need of their cell. */
export interface LaneWeights {
  /** `[features, gates · units]` and `[units, gates · units]` */
  readonly wx: Pointer;
  readonly wh: Pointer;
  readonly gates: number;
  /** Lane of each gate, four bits a gate. */
  readonly lanesOfX: number;
  readonly lanesOfH: number;
  /** `[units][4]` */
  readonly bias: Pointer;
  /** h_0 … h_T */
  readonly hs: Pointer;
}

/** Rows that a step computes; a list of 0 means all. */
export interface Rows {
  readonly list: Pointer;
  readonly counts: Pointer;
}

/** The products of one pass. */
export class LaneProducts {
  readonly #job: FusedJob;
  readonly #feed: MaskFeed;
  readonly #weights: LaneWeights;
  /** `[features + units][units][4]` */
  readonly #w: Pointer;
  readonly #columns: number;
  /** Whether inactive units and columns need gradients of their masks. */
  readonly #all: boolean;
  /** A mask row of ones, for inputs that are not masked. */
  readonly #everyInput: Pointer;
  readonly #lists: {
    readonly columns: Pointer;
    readonly values: Pointer;
    readonly columnCounts: Pointer;
    readonly rows: Pointer;
    readonly rowCounts: Pointer;
  };
  #backward: { readonly dW: Pointer; readonly dBias: Pointer; readonly dColumns: Pointer } | null = null;

  constructor(job: FusedJob, weights: LaneWeights) {
    const { kernels, tape, batch, features, units, gating, differentiate } = job;
    if (gating.kind !== 'masked') throw new Error('lane products need masks');
    this.#job = job;
    this.#feed = gating.feed;
    this.#weights = weights;
    this.#all = differentiate && gating.gradient === 'all';
    this.#columns = features + units;
    this.#w = tape.take(this.#columns * units * 4);
    const { run } = kernels;
    run.packLanes(features, units, weights.gates, weights.lanesOfX, weights.wx, this.#w);
    run.packLanes(units, units, weights.gates, weights.lanesOfH, weights.wh, this.#hidden(this.#w));
    this.#everyInput = tape.take(features);
    kernels.f32.fill(1, this.#everyInput / 4, this.#everyInput / 4 + features);
    this.#lists = {
      columns: tape.take(batch * this.#columns),
      values: tape.take(batch * this.#columns),
      columnCounts: tape.take(batch),
      rows: tape.take(batch * units),
      rowCounts: tape.take(batch),
    };
  }

  /** out `[batch][units][4]` = bias + W u at the rows that are returned; u are the masked inputs and state of step t. */
  forward(t: number, out: Pointer): Rows {
    const { kernels, batch, units } = this.#job;
    const rows = this.listRows(t);
    const { columns, values, columnCounts } = this.#lists;
    kernels.run.laneForward(batch, this.#columns, units, this.#w, this.#weights.bias, columns, values, columnCounts, this.#columns, rows.list, rows.counts, units, out); // prettier-ignore
    return rows;
  }

  /** Lists the active channels of step t. Returns the rows that the forward pass computed. */
  listRows(t: number): Rows {
    const { kernels, batch, features, units, x } = this.#job;
    const { run } = kernels;
    const { columns, values, columnCounts, rows, rowCounts } = this.#lists;
    const stride = this.#columns;
    const inputs = x + 4 * t * batch * features;
    const masked = this.#feed.x !== 0;
    const maskX = masked ? this.#feed.x + 4 * t * batch * features : this.#everyInput;
    const maskH = this.#maskH(t);
    const h = this.#weights.hs + 4 * t * batch * units;
    run.listActive(
      batch,
      features,
      0,
      maskX,
      masked ? features : 0,
      inputs,
      columns,
      values,
      columnCounts,
      stride,
      0,
    );
    run.listActive(batch, units, features, maskH, units, h, columns, values, columnCounts, stride, 1);
    run.listActive(batch, units, 0, maskH, units, 0, rows, 0, rowCounts, units, 0);
    return this.#all ? { list: 0, counts: 0 } : { list: rows, counts: rowCounts };
  }

  /**
   * From the gradient `da` `[batch][units][4]` of the products of step t, whose lists must be the current ones: collects
   * weight gradients, adds to `dh` `[batch, units]`, the gradient of h_t, and writes or adds to the mask gradients
   * (those of units already hold what the cell put there).
   */
  backward(t: number, da: Pointer, dh: Pointer, wanted: MaskGradients): void {
    const { kernels, batch, features, units, x } = this.#job;
    const { run } = kernels;
    const { columns, values, columnCounts, rows, rowCounts } = this.#lists;
    const width = this.#columns;
    const { dW, dBias, dColumns } = (this.#backward ??= this.#begin());
    run.laneWeightGradient(batch, width, units, columns, values, columnCounts, width, rows, rowCounts, units, da, dW, dBias); // prettier-ignore
    const list = this.#all ? 0 : columns;
    run.laneInputGradient(batch, width, units, this.#w, list, columnCounts, width, rows, rowCounts, units, da, dColumns); // prettier-ignore
    if (wanted.x !== 0) kernels.clear(wanted.x, batch * features);
    const inputs = x + 4 * t * batch * features;
    const h = this.#weights.hs + 4 * t * batch * units;
    run.spreadColumns(batch, features, units, list, columnCounts, width, dColumns, inputs, h, this.#maskH(t), dh, wanted.x, wanted.h); // prettier-ignore
  }

  /** Gradients in lanes: `[features + units][units][4]` and `[units][4]`. */
  gradients(): { readonly dW: Pointer; readonly dBias: Pointer } {
    return (this.#backward ??= this.#begin());
  }

  #begin(): { readonly dW: Pointer; readonly dBias: Pointer; readonly dColumns: Pointer } {
    const { kernels, tape, batch, units } = this.#job;
    const dW = tape.take(this.#columns * units * 4);
    const dBias = tape.take(units * 4);
    kernels.clear(dW, this.#columns * units * 4);
    kernels.clear(dBias, units * 4);
    return { dW, dBias, dColumns: tape.take(batch * this.#columns) };
  }

  #maskH(t: number): Pointer {
    const { batch, units } = this.#job;
    return this.#feed.h + 4 * t * batch * units;
  }

  #hidden(w: Pointer): Pointer {
    return w + 16 * this.#job.features * this.#job.units;
  }
}
