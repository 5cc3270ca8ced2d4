/**
 * Products of a gated cell over active sub-matrices: each sample reads its active columns and computes its active rows.
 *
 * Weights are in lanes, `[column][unit][4]`: all gates of a unit in one 128-bit vector, so that any sub-matrix is made of
 * whole vectors. What training costs, for row and column density p:
 *   active-only gradient   forward p², input gradient p², weight gradient p²
 *   gradient for all       forward p (candidates of inactive units), input gradient p (all columns), weights p²
 */
import {
  isNone,
  NONE,
  skipNumbers,
  type Counts,
  type Floats,
  type Indices,
  type Lanes,
  type None,
} from '@dsrnn/kernels';
import type { FusedJob } from './fused-cell.ts';
import type { MaskFeed, MaskGradients } from './mask-feed.ts';

/** Lane of each gate among the four of a unit, four bits a gate, in either product. */
export interface GateLanes {
  readonly gates: number;
  readonly lanesOfX: number;
  readonly lanesOfH: number;
}

/** Weights as their cell has them. */
export interface LaneWeights {
  /** `[features, gates · units]` and `[units, gates · units]` */
  readonly wx: Floats;
  readonly wh: Floats;
  /** `[units][4]` */
  readonly bias: Lanes;
  /** h_0 … h_T */
  readonly hs: Floats;
}

/** Rows that a step computes; no list means all. */
export interface Rows {
  readonly list: Indices | None;
  readonly counts: Counts | None;
  readonly stride: number;
}

/** Active columns with their values, and active rows, of a batch. */
interface Lists {
  readonly columns: Indices;
  readonly values: Floats;
  readonly columnCounts: Counts;
  readonly rows: Indices;
  readonly rowCounts: Counts;
}

/** Gradients in lanes, `[features + units][units][4]` and `[units][4]`, and of the columns that a step read. */
interface LaneGradients {
  readonly dW: Lanes;
  readonly dBias: Lanes;
  readonly dColumns: Floats;
}

/** The products of one pass. */
export class LaneProducts {
  readonly #job: FusedJob;
  readonly #feed: MaskFeed;
  readonly #weights: LaneWeights;
  /** `[features + units][units][4]` */
  readonly #w: Lanes;
  readonly #columns: number;
  /** Whether columns are those that the step before wrote, rather than those of the step itself. */
  readonly #readsPrevious: boolean;
  /** Whether inactive units and columns need gradients of their masks. */
  readonly #all: boolean;
  /** A mask row of ones, for inputs that are not masked. */
  readonly #everyInput: Floats;
  /** No hidden channel. */
  readonly #nothing: Floats;
  /** Lists of all steps, kept for the backward pass. */
  readonly #lists: Lists;
  readonly #stride: number;
  readonly #rowStride: number;
  #backward: LaneGradients | null = null;

  constructor(job: FusedJob, lanes: GateLanes, weights: LaneWeights) {
    const { kernels, tape, batch, features, units, gating, differentiate } = job;
    if (gating.kind !== 'masked') throw new Error('lane products need masks');
    this.#job = job;
    this.#feed = gating.feed;
    this.#weights = weights;
    this.#all = differentiate && gating.gradient === 'all';
    this.#columns = features + units;
    this.#w = tape.take(this.#columns * units * 4);
    const { run } = kernels;
    run.packLanes(features, units, lanes.gates, lanes.lanesOfX, weights.wx, this.#w);
    run.packLanes(units, units, lanes.gates, lanes.lanesOfH, weights.wh, this.#hidden(this.#w));
    this.#everyInput = tape.take(features);
    kernels.fill(this.#everyInput, features, 1);
    this.#readsPrevious = gating.read === 'previous';
    this.#nothing = tape.take(batch * units);
    kernels.clear(this.#nothing, batch * units);
    const { time } = job;
    const { capacity } = gating.feed;
    const slots = differentiate ? time : 1;
    // One entry to spare: what is listed last may be written before it is known to be active.
    this.#stride = capacity.x + capacity.h + 1;
    this.#rowStride = capacity.h + 1;
    this.#lists = {
      columns: tape.take(slots * batch * this.#stride),
      values: tape.take(slots * batch * this.#stride),
      columnCounts: tape.take(slots * batch),
      rows: tape.take(slots * batch * this.#rowStride),
      rowCounts: tape.take(slots * batch),
    };
  }

  /**
   * Lists the active channels of step t and forms out `[batch][units][4]` = bias + W u at the rows that are returned; u are
   * the masked inputs and state of the step.
   */
  forward(t: number, out: Lanes): Rows {
    const { kernels, batch, features, units, x } = this.#job;
    const { run } = kernels;
    const { columns, values, columnCounts, rows, rowCounts } = this.#listsOf(t);
    const stride = this.#stride;
    const inputs = skipNumbers(x, t * batch * features);
    const mask = skipNumbers(this.#feed.x, t * batch * features);
    const [maskX, maskStride] = isNone(mask) ? [this.#everyInput, 0] : [mask, features];
    const read = this.#maskOfColumns(t);
    const h = skipNumbers(this.#weights.hs, t * batch * units);
    run.listActive(batch, features, 0, maskX, maskStride, inputs, columns, values, columnCounts, stride, 0); // prettier-ignore
    run.listActive(batch, units, features, read, units, h, columns, values, columnCounts, stride, 1);
    run.listActive(batch, units, 0, this.#maskH(t), units, NONE, rows, NONE, rowCounts, this.#rowStride, 0);
    const computed = this.rows(t);
    run.laneForward(batch, this.#columns, units, this.#w, this.#weights.bias, columns, values, columnCounts, stride, computed.list, computed.counts, computed.stride, out); // prettier-ignore
    return computed;
  }

  /** The rows that the forward pass of step t computed. */
  rows(t: number): Rows {
    if (this.#all) return { list: NONE, counts: NONE, stride: 0 };
    const { rows, rowCounts } = this.#listsOf(t);
    return { list: rows, counts: rowCounts, stride: this.#rowStride };
  }

  /**
   * From the gradient `da` `[batch][units][4]` of the products of step t: collects weight gradients, adds to `dh`
   * `[batch, units]`, the gradient of h_t, writes the mask gradients of inputs, and adds those of units to `wanted.h`: of the
   * masks whose columns the step read, its own or those of the step before.
   */
  backward(t: number, da: Lanes, dh: Floats, wanted: MaskGradients): void {
    const { kernels, batch, features, units, x } = this.#job;
    const { run } = kernels;
    const { columns, values, columnCounts, rows, rowCounts } = this.#listsOf(t);
    const width = this.#columns;
    const { dW, dBias, dColumns } = (this.#backward ??= this.#begin());
    run.laneWeightGradient(batch, width, units, columns, values, columnCounts, this.#stride, rows, rowCounts, this.#rowStride, da, dW, dBias); // prettier-ignore
    const list = this.#all ? NONE : columns;
    const stride = this.#all ? width : this.#stride;
    run.laneInputGradient(batch, width, units, this.#w, list, columnCounts, stride, rows, rowCounts, this.#rowStride, da, dColumns); // prettier-ignore
    if (!isNone(wanted.x)) kernels.clear(wanted.x, batch * features);
    const inputs = skipNumbers(x, t * batch * features);
    const h = skipNumbers(this.#weights.hs, t * batch * units);
    run.spreadColumns(batch, features, units, list, columnCounts, stride, dColumns, inputs, h, this.#maskOfColumns(t), dh, wanted.x, wanted.h); // prettier-ignore
  }

  /** Gradients of all steps so far. */
  gradients(): { readonly dW: Lanes; readonly dBias: Lanes } {
    return (this.#backward ??= this.#begin());
  }

  #begin(): LaneGradients {
    const { kernels, tape, batch, units } = this.#job;
    const dW = tape.take<'lanes'>(this.#columns * units * 4);
    const dBias = tape.take<'lanes'>(units * 4);
    kernels.clear(dW, this.#columns * units * 4);
    kernels.clear(dBias, units * 4);
    return { dW, dBias, dColumns: tape.take(batch * this.#columns) };
  }

  #listsOf(t: number): Lists {
    const { batch, differentiate } = this.#job;
    const first = differentiate ? t * batch : 0;
    const { columns, values, columnCounts, rows, rowCounts } = this.#lists;
    return {
      columns: skipNumbers(columns, first * this.#stride),
      values: skipNumbers(values, first * this.#stride),
      columnCounts: skipNumbers(columnCounts, first),
      rows: skipNumbers(rows, first * this.#rowStride),
      rowCounts: skipNumbers(rowCounts, first),
    };
  }

  #maskH(t: number): Floats {
    const { batch, units } = this.#job;
    return skipNumbers(this.#feed.h, t * batch * units);
  }

  /** Which hidden channels step t reads: none of h_0, which is 0. */
  #maskOfColumns(t: number): Floats {
    if (t === 0) return this.#nothing;
    return this.#maskH(this.#readsPrevious ? t - 1 : t);
  }

  #hidden(w: Lanes): Lanes {
    return skipNumbers(w, 4 * this.#job.features * this.#job.units);
  }
}
