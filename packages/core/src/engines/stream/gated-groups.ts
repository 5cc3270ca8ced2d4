/** A step of a gated cell whose units are masked in groups of whole panels, see engines/fused/group-products.ts. */
import {
  i32Index,
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
import type { GatedCell, GatedStates, GroupStep, SecondState } from '../fused/gated-cell.ts';
import type { GroupLists } from '../fused/group-lists.ts';
import type { GroupMasks } from '../fused/mask-feed.ts';
import type { CellStream, StateBlock, StreamGating } from './cell-stream.ts';
import { biasesOf, type GatedJob } from './gated-blocks.ts';
import { GatedMemory } from './gated-memory.ts';

type MaskedJob<Bias extends string> = GatedJob<Bias, StreamGating & { readonly kind: 'masked' }>;

/** Weights and biases in panels. */
interface Weights {
  readonly wx: Panels;
  readonly wh: Panels;
  readonly bias: Panels;
  /** Of the product of the state; none: it is added to that of the inputs. */
  readonly biasH: Panels | None;
}

/** What is listed as active, with values. */
interface Active {
  readonly list: Indices;
  readonly counts: Counts;
  readonly values: Floats;
}

/** A gated cell masked in groups. State besides h: c if it has one. */
export class GroupGated<C extends SecondState, Bias extends string> implements CellStream {
  readonly state: Readonly<Record<string, StateBlock>>;
  activeX = 0;
  activeH = 0;
  readonly #cell: GatedCell<C, Bias>;
  readonly #job: MaskedJob<Bias>;
  readonly #groups: GroupMasks;
  readonly #memory: GatedMemory<C>;
  readonly #weights: Weights;
  readonly #rows: GroupLists;
  /** Groups that the step reads, and inputs where these are masked. */
  readonly #units: Active;
  readonly #inputs: Active;
  readonly #cursors: Scratch;
  readonly #step: GroupStep;
  readonly #next: GatedStates<C>;

  constructor(cell: GatedCell<C, Bias>, job: MaskedJob<Bias>, groups: GroupMasks) {
    const { memory, features, gating } = job;
    const { size, count, capacity } = groups;
    // What was written is part of the state, and one that is restored may have more groups than a step opens.
    const slots = gating.masks.read === 'previous' ? count : capacity;
    this.#cell = cell;
    this.#job = job;
    this.#groups = groups;
    this.#memory = new GatedMemory(cell, job);
    this.state = this.#memory.state;
    this.#weights = packed(cell, job, groups);
    this.#rows = {
      list: memory.take(slots),
      counts: memory.take(1),
      slots,
      starts: memory.take(count + 1),
      entries: memory.take(2 * slots),
    };
    const active = (length: number, width: number): Active => ({
      list: memory.take(length),
      counts: memory.take(1),
      values: memory.take(length * width),
    });
    this.#units = active(slots, size);
    this.#inputs = active(features + 1, 1);
    this.#cursors = memory.take(1);
    const ofX = memory.take<'panels'>(slots * size * cell.gates);
    const ofH = isNone(this.#weights.biasH) ? ofX : memory.take<'panels'>(slots * size * cell.gates);
    const carry = gating.carry ? 1 : 0;
    this.#step = { blocks: { ofX, ofH }, groups: this.#rows, size, mask: gating.masks.h, carry };
    // A unit at rest that keeps its state is where it belongs already.
    this.#next = gating.carry ? this.#memory.old : this.#memory.apart;
  }

  reset(): void {
    // All of the state is 0.
  }

  step(): void {
    const { kernels, units } = this.#job;
    this.#list();
    this.#form();
    this.#cell.kernels.groupForward(kernels, 1, units, this.#step, this.#memory.old, this.#next);
    if (this.#next !== this.#memory.old) this.#memory.advanceApart();
  }

  /** Lists the groups that are computed and those that are read. */
  #list(): void {
    const { kernels, features, units, h, gating } = this.#job;
    const { run, i32 } = kernels;
    const { size, count, at } = this.#groups;
    const { list, counts, slots, starts, entries } = this.#rows;
    run.listGroups(1, count, 1, at, slots, list, counts);
    run.invertGroups(1, count, slots, list, counts, starts, entries);
    const read = skipNumbers(gating.masks.columns, features);
    run.listGroups(1, units, size, read, slots, this.#units.list, this.#units.counts);
    run.gatherGroups(
      1,
      units,
      size,
      slots,
      this.#units.list,
      this.#units.counts,
      read,
      h,
      this.#units.values,
    );
    const open = i32[i32Index(counts)] as number;
    const last = open === 0 ? 0 : (i32[i32Index(list) + open - 1] as number);
    // Only the last of all groups may have fewer units.
    this.activeH = open * size - (open > 0 && last === count - 1 ? count * size - units : 0);
  }

  /** Forms both products. */
  #form(): void {
    const { kernels, features, x, gating } = this.#job;
    const { run } = kernels;
    const { gates } = this.#cell;
    const { size, count } = this.#groups;
    const { starts, entries, slots } = this.#rows;
    const { wx, wh, bias, biasH } = this.#weights;
    const { ofX, ofH } = this.#step.blocks;
    if (gating.masks.inputs) {
      const { list, counts, values } = this.#inputs;
      this.activeX = run.listActive(1, features, 0, gating.masks.x, features, x, list, values, counts, features + 1, 0); // prettier-ignore
      run.groupForward(count, size, gates, starts, entries, features, wx, list, counts, features + 1, features, 1, values, this.#cursors, bias, ofX); // prettier-ignore
    } else {
      this.activeX = features;
      run.groupForwardAll(count, size, gates, starts, entries, features, wx, features, x, bias, ofX);
    }
    const { list, counts, values } = this.#units;
    run.groupForward(count, size, gates, starts, entries, count * size, wh, list, counts, slots, count, size, values, this.#cursors, biasH, ofH); // prettier-ignore
  }
}

function packed<C extends SecondState, Bias extends string>(
  cell: GatedCell<C, Bias>,
  job: MaskedJob<Bias>,
  { size, count }: GroupMasks,
): Weights {
  const { kernels, memory, features, units, parameters } = job;
  const { gates } = cell;
  const panels = (rows: number, padded: number, from: Floats): Panels => {
    const to = memory.take<'panels'>(count * size * gates * padded);
    kernels.run.packGroups(rows, padded, units, gates, size, from, to);
    return to;
  };
  const biases = biasesOf(cell, job);
  return {
    wx: panels(features, features, parameters.borrow('wx')),
    wh: panels(units, count * size, parameters.borrow('wh')),
    bias: panels(1, 1, biases.ofX),
    biasH: cell.products === 'summed' ? NONE : panels(1, 1, biases.ofH),
  };
}
