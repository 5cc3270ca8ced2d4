/** The product of the inputs, or of those that a mask leaves active, at the active groups of a gated cell. */
import {
  isNone,
  NONE,
  skipNumbers,
  type Counts,
  type Floats,
  type Indices,
  type None,
  type Panels,
  type Scratch,
} from '@dsrnn/kernels';
import type { FusedJob } from './fused-cell.ts';
import type { GroupLists } from './group-lists.ts';
import type { GroupMasks } from './mask-feed.ts';

/** Weights `[features, gates · units]` and the biases of all gates. */
export interface InputWeights {
  readonly gates: 3 | 4;
  readonly w: Floats;
  readonly bias: Floats;
}

/** The active inputs of a step. */
interface InputLists {
  readonly list: Indices;
  readonly counts: Counts;
  readonly values: Floats;
}

/** The input products of one pass. */
export class InputProducts {
  readonly #job: FusedJob;
  readonly #groups: GroupMasks;
  readonly #gates: 3 | 4;
  readonly #w: Panels;
  readonly #bias: Panels;
  /** Masks of inputs of all steps, and their lists; none and null: inputs are not masked. */
  readonly #mask: Floats | None;
  readonly #lists: InputLists | null;
  readonly #slots: number;
  readonly #cursors: Scratch;
  /** Gradients of the listed values of a step. */
  #dValues: Floats | null = null;

  constructor(job: FusedJob, groups: GroupMasks, { gates, w, bias }: InputWeights) {
    const { kernels, tape, batch, time, features, units, gating, differentiate } = job;
    if (gating.kind !== 'masked') throw new Error('products over groups need masks');
    this.#job = job;
    this.#groups = groups;
    this.#gates = gates;
    const packed = groups.count * groups.size * gates;
    this.#w = tape.take(packed * features);
    kernels.run.packGroups(features, features, units, gates, groups.size, w, this.#w);
    this.#bias = tape.take(packed);
    kernels.run.packGroups(1, 1, units, gates, groups.size, bias, this.#bias);
    this.#mask = gating.feed.x;
    // One entry to spare: what is listed last may be written before it is known to be active.
    this.#slots = gating.feed.capacity.x + 1;
    const kept = (differentiate ? time : 1) * batch;
    this.#lists = isNone(this.#mask)
      ? null
      : {
          list: tape.take(kept * this.#slots),
          counts: tape.take(kept),
          values: tape.take(kept * this.#slots),
        };
    this.#cursors = tape.take(batch);
  }

  /** out = bias + W_x x at the groups of step t. */
  forward(t: number, { starts, entries }: GroupLists, out: Panels): void {
    const { kernels, batch, features, x } = this.#job;
    const { run } = kernels;
    const { size, count } = this.#groups;
    const inputs = skipNumbers(x, t * batch * features);
    const mask = skipNumbers(this.#mask, t * batch * features);
    const lists = this.#listsOf(t);
    if (lists === null || isNone(mask)) {
      run.groupForwardAll(count, size, this.#gates, starts, entries, features, this.#w, features, inputs, this.#bias, out); // prettier-ignore
      return;
    }
    const { list, counts, values } = lists;
    run.listActive(batch, features, 0, mask, features, inputs, list, values, counts, this.#slots, 0);
    run.groupForward(count, size, this.#gates, starts, entries, features, this.#w, list, counts, this.#slots, features, 1, values, this.#cursors, this.#bias, out); // prettier-ignore
  }

  /** Writes the gradients of the inputs' masks in step t `[batch, features]`, if they are wanted, from `da` at its groups. */
  backward(t: number, rows: GroupLists, da: Panels, dMask: Floats | None): void {
    if (isNone(dMask)) return;
    const { kernels, tape, batch, features, x } = this.#job;
    const { run } = kernels;
    const lists = this.#listsOf(t);
    kernels.clear(dMask, batch * features);
    if (lists === null) return;
    const du = (this.#dValues ??= tape.take(batch * this.#slots));
    run.groupSinglesGradient(batch, this.#groups.size, this.#gates, features, this.#w, lists.list, lists.counts, this.#slots, rows.list, rows.counts, rows.slots, da, du); // prettier-ignore
    const inputs = skipNumbers(x, t * batch * features);
    // There are no units among these columns, so nothing but dMask is written.
    run.spreadColumns(batch, features, 0, lists.list, lists.counts, this.#slots, du, inputs, inputs, inputs, dMask, dMask, NONE); // prettier-ignore
  }

  /** Writes the gradients of weights and biases from `da` of all steps, whose groups `rows` lists one step after the other. */
  finish(rows: GroupLists, da: Panels, into: { readonly w: Floats; readonly b: Floats }): void {
    const { kernels, tape, features, units, x } = this.#job;
    const { run } = kernels;
    const { size, count } = this.#groups;
    const packed = count * size * this.#gates;
    const dW = tape.take<'panels'>(packed * features);
    kernels.clear(dW, packed * features);
    const lists = this.#listsOf(0);
    const [list, counts, values] =
      lists === null ? ([NONE, NONE, x] as const) : [lists.list, lists.counts, lists.values];
    const scratch = tape.take<'scratch'>(run.groupScratch(lists === null ? 1 : features));
    run.groupWeightGradient(count, size, this.#gates, rows.starts, rows.entries, da, features, list, counts, this.#slots, features, 1, values, dW, scratch); // prettier-ignore
    run.unpackGroups(features, features, units, this.#gates, size, dW, into.w);
    const dBias = tape.take<'panels'>(packed);
    kernels.clear(dBias, packed);
    run.groupBiasGradient(count, size, this.#gates, rows.starts, rows.entries, da, dBias);
    run.unpackGroups(1, 1, units, this.#gates, size, dBias, into.b);
  }

  #listsOf(t: number): InputLists | null {
    if (this.#lists === null) return null;
    const first = this.#job.differentiate ? t * this.#job.batch : 0;
    const { list, counts, values } = this.#lists;
    return {
      list: skipNumbers(list, first * this.#slots),
      counts: skipNumbers(counts, first),
      values: skipNumbers(values, first * this.#slots),
    };
  }
}
