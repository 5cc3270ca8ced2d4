/**
 * Products of a gated cell whose units are masked in groups: each sample reads the columns of its active groups and computes
 * their rows. As LaneProducts with a gradient for active units alone, forward, input and weight gradients cost p² each; but
 * weights are in panels of eight units, and everything that belongs to a group is kept only where it is active.
 */
import {
  i32Index,
  isNone,
  NONE,
  skipNumbers,
  type Floats,
  type None,
  type Panels,
  type Scratch,
} from '@dsrnn/kernels';
import type { ReadRule } from '../../gating/gating.ts';
import type { FusedJob } from './fused-cell.ts';
import { InputProducts } from './group-inputs.ts';
import type { GroupBlocks, GroupLists } from './group-lists.ts';
import type { GroupMasks } from './mask-feed.ts';

/** Columns behind the last of a panel, so that the same columns of many panels do not evict each other from the cache. */
const SPARE = 4;

/** What the products read besides masks. */
export interface GroupWeights {
  readonly gates: 3 | 4;
  /** `[features, gates · units]`, `[units, gates · units]` and rows of biases, `[gates · units]`. */
  readonly wx: Floats;
  readonly wh: Floats;
  readonly bias: Floats;
  /** Of the product of the state, where it has a block of its own; none: it is added to that of the inputs. */
  readonly biasH: Floats | None;
  /** h_0 … h_T */
  readonly hs: Floats;
}

/** Where the gradients of the parameters go. */
export interface GroupGradients {
  readonly wx: Floats;
  readonly wh: Floats;
  readonly b: Floats;
  /** Every gate's, of the product of the state; none: there is no such product. */
  readonly biasH: Floats | None;
}

/** The products of one pass. */
export class GroupProducts {
  readonly #job: FusedJob;
  readonly #groups: GroupMasks;
  /** Masks of units, of all steps. */
  readonly #mask: Floats;
  readonly #read: ReadRule;
  readonly #weights: GroupWeights;
  readonly #inputs: InputProducts;
  /** Columns of the state's weights in a panel. */
  readonly #columns: number;
  readonly #wh: Panels;
  readonly #biasH: Panels | None;
  /** Lists of the step before the first, which are empty, and of all steps; without a gradient of two steps in turns. */
  readonly #lists: GroupLists;
  readonly #steps: number;
  readonly #ofX: Panels;
  readonly #ofH: Panels;
  /** u of all steps, `[batch][slots][size]` each. */
  readonly #values: Floats;
  readonly #cursors: Scratch;
  /** Gradients of the values of a step. */
  #dValues: Floats | null = null;

  constructor(job: FusedJob, groups: GroupMasks, weights: GroupWeights) {
    const { kernels, tape, batch, units, time, gating, differentiate } = job;
    if (gating.kind !== 'masked') throw new Error('products over groups need masks');
    const { gates } = weights;
    this.#job = job;
    this.#groups = groups;
    this.#mask = gating.feed.h;
    this.#read = gating.read;
    this.#weights = weights;
    const { size, count, capacity: slots } = groups;
    this.#columns = count * size + SPARE;
    this.#wh = tape.take(count * size * gates * this.#columns);
    kernels.run.packGroups(units, this.#columns, units, gates, size, weights.wh, this.#wh);
    this.#inputs = new InputProducts(job, groups, { gates, w: weights.wx, bias: weights.bias });
    this.#biasH = isNone(weights.biasH) ? NONE : this.#packedBias(weights.biasH);
    const kept = differentiate ? time : 1;
    this.#steps = differentiate ? time + 1 : 2;
    this.#lists = {
      list: tape.take(this.#steps * batch * slots),
      counts: tape.take(this.#steps * batch),
      slots,
      starts: tape.take(this.#steps * (count + 1)),
      entries: tape.take(this.#steps * batch * slots * 2),
    };
    const [counts, starts] = [i32Index(this.#lists.counts), i32Index(this.#lists.starts)];
    kernels.i32.fill(0, counts, counts + batch);
    kernels.i32.fill(0, starts, starts + count + 1);
    this.#ofX = tape.take(kept * this.#blockSize);
    this.#ofH = isNone(this.#biasH) ? this.#ofX : tape.take(kept * this.#blockSize);
    this.#values = tape.take(kept * batch * slots * size);
    this.#cursors = tape.take(batch);
  }

  /** Lists the active groups of step t and forms its products there. */
  forward(t: number): void {
    const { kernels, batch, units } = this.#job;
    const { run } = kernels;
    const { size, count, at } = this.#groups;
    const rows = this.lists(t);
    const columns = this.#columnLists(t);
    const { ofX, ofH } = this.blocks(t);
    const { slots } = rows;
    run.listGroups(batch, count, 1, skipNumbers(at, t * batch * count), slots, rows.list, rows.counts);
    run.invertGroups(batch, count, slots, rows.list, rows.counts, rows.starts, rows.entries);
    this.#inputs.forward(t, rows, ofX);
    const values = this.#valuesOf(t);
    const h = skipNumbers(this.#weights.hs, t * batch * units);
    run.gatherGroups(
      batch,
      units,
      size,
      slots,
      columns.list,
      columns.counts,
      this.#maskOfColumns(t),
      h,
      values,
    );
    run.groupForward(count, size, this.#weights.gates, rows.starts, rows.entries, this.#columns, this.#wh, columns.list, columns.counts, slots, count, size, values, this.#cursors, this.#biasH, ofH); // prettier-ignore
  }

  /** The groups that step t computes. */
  lists(t: number): GroupLists {
    return this.#listsAt((t + 1) % this.#steps);
  }

  /** Where the products of step t lie. */
  blocks(t: number): GroupBlocks {
    const first = this.#job.differentiate ? t * this.#blockSize : 0;
    return { ofX: skipNumbers(this.#ofX, first), ofH: skipNumbers(this.#ofH, first) };
  }

  /**
   * When the blocks of step t hold gradients: adds to `dh` `[batch, units]`, the gradient of h_t, and to `dMask`, that of the
   * masks whose columns the step read (none: not wanted). Writes the mask gradients of inputs.
   */
  backward(t: number, dh: Floats, dMask: Floats | None, dMaskX: Floats | None): void {
    const { kernels, tape, batch, units } = this.#job;
    const { run } = kernels;
    const { size, count } = this.#groups;
    const rows = this.lists(t);
    this.#inputs.backward(t, rows, this.blocks(t).ofX, dMaskX);
    if (t === 0) return; // h_0 is 0, and no parameter
    const columns = this.#columnLists(t);
    const du = (this.#dValues ??= tape.take(batch * rows.slots * size));
    run.groupInputGradient(count, size, this.#weights.gates, columns.starts, columns.entries, this.#columns, this.#wh, rows.list, rows.counts, rows.slots, this.blocks(t).ofH, du); // prettier-ignore
    const h = skipNumbers(this.#weights.hs, t * batch * units);
    run.spreadGroups(batch, units, size, rows.slots, columns.list, columns.counts, this.#maskOfColumns(t), h, du, dh, dMask); // prettier-ignore
  }

  /** Writes the gradients of the parameters, when the blocks of all steps hold gradients. */
  finish({ wx, wh, b, biasH }: GroupGradients): void {
    const { kernels, tape, batch, time, units } = this.#job;
    const { run } = kernels;
    const { gates } = this.#weights;
    const { size, count } = this.#groups;
    const { slots, ...first } = this.#listsAt(1);
    const columns = this.#columnLists(0);
    const all = {
      starts: tape.take<'starts'>(count + 1),
      entries: tape.take<'entries'>(time * batch * slots * 2),
      slots,
      list: first.list,
      counts: first.counts,
    };
    run.invertGroups(time * batch, count, slots, all.list, all.counts, all.starts, all.entries);
    this.#inputs.finish(all, this.#ofX, { w: wx, b });
    const packed = count * size * gates;
    const dW = tape.take<'panels'>(packed * this.#columns);
    kernels.clear(dW, packed * this.#columns);
    const scratch = tape.take<'scratch'>(run.groupScratch(count));
    run.groupWeightGradient(count, size, gates, all.starts, all.entries, this.#ofH, this.#columns, columns.list, columns.counts, slots, count, size, this.#values, dW, scratch); // prettier-ignore
    run.unpackGroups(units, this.#columns, units, gates, size, dW, wh);
    if (isNone(biasH)) return;
    const dBias = tape.take<'panels'>(packed);
    kernels.clear(dBias, packed);
    run.groupBiasGradient(count, size, gates, all.starts, all.entries, this.#ofH, dBias);
    run.unpackGroups(1, 1, units, gates, size, dBias, biasH);
  }

  get #blockSize(): number {
    const { size, capacity } = this.#groups;
    return this.#job.batch * capacity * size * this.#weights.gates;
  }

  #packedBias(bias: Floats): Panels {
    const { kernels, tape, units } = this.#job;
    const { size, count } = this.#groups;
    const { gates } = this.#weights;
    const packed = tape.take<'panels'>(count * size * gates);
    kernels.run.packGroups(1, 1, units, gates, size, bias, packed);
    return packed;
  }

  #listsAt(place: number): GroupLists {
    const { batch } = this.#job;
    const { list, counts, slots, starts, entries } = this.#lists;
    return {
      list: skipNumbers(list, place * batch * slots),
      counts: skipNumbers(counts, place * batch),
      slots,
      starts: skipNumbers(starts, place * (this.#groups.count + 1)),
      entries: skipNumbers(entries, place * batch * slots * 2),
    };
  }

  /** The groups that step t reads. */
  #columnLists(t: number): GroupLists {
    return this.#read === 'current' ? this.lists(t) : this.lists(t - 1);
  }

  #maskOfColumns(t: number): Floats {
    const { batch, units } = this.#job;
    // Before the first step nothing is listed, and no mask is read.
    const step = this.#read === 'current' ? t : Math.max(0, t - 1);
    return skipNumbers(this.#mask, step * batch * units);
  }

  #valuesOf(t: number): Floats {
    const { batch, differentiate } = this.#job;
    const { size, capacity } = this.#groups;
    return differentiate ? skipNumbers(this.#values, t * batch * capacity * size) : this.#values;
  }
}
