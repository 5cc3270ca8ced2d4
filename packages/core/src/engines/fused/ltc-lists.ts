/** Masks of an LTC's pass as its kernels take them: multipliers, and lists of active channels. */
import { isNone, NONE, skipNumbers, type Counts, type Floats, type Indices, type None } from '@dsrnn/kernels';
import type { FusedJob } from './fused-cell.ts';

/** Lists of active channels in kernel memory, with their multipliers; no list stands for all, no multipliers for ones. */
export interface ActiveList {
  readonly list: Indices | None;
  readonly counts: Counts | None;
  readonly mask: Floats | None;
}

/** Every channel, its multiplier 1. */
export const ALL: ActiveList = { list: NONE, counts: NONE, mask: NONE };

/** Units that are solved for, and units and inputs that are read, in the step at hand; all of them where nothing is masked. */
export class LtcLists {
  readonly rows: ActiveList;
  /** Units that are read in every solver pass: the rows themselves, or those of the step before but for `resting`. */
  readonly columns: ActiveList;
  /** Units of the step before that the step does not solve for, and so are read once; null: they are among the columns. */
  readonly resting: ActiveList | null;
  readonly inputs: ActiveList;
  readonly #job: FusedJob;
  readonly #ones: Floats;
  /** Masks of the step before the first, where columns are those of the step before; none: those of the step itself. */
  readonly #unwritten: Floats | None;
  /** Masks of `columns` and `resting` in the step at hand, `[batch, units]`; none where nothing rests apart. */
  readonly #read: { readonly always: Floats | None; readonly once: Floats | None };

  constructor(job: FusedJob) {
    const { kernels, tape, batch, features, units, gating, differentiate } = job;
    this.#job = job;
    const lists = (channels: number): ActiveList => ({
      list: tape.take(batch * channels),
      counts: tape.take(batch),
      mask: tape.take(batch * channels),
    });
    this.rows = gating.kind === 'masked' ? lists(units) : ALL;
    this.inputs = gating.kind === 'masked' && !isNone(gating.feed.x) ? lists(features) : ALL;
    const previous = gating.kind === 'masked' && gating.read === 'previous';
    this.columns = previous ? lists(units) : this.rows;
    // The mask of a unit at rest gets a gradient in every pass, if it gets any: then it is read in each.
    const apart = previous && !(differentiate && gating.gradient === 'all');
    this.resting = apart ? lists(units) : null;
    const block = (): Floats | None => (apart ? tape.take(batch * units) : NONE);
    this.#read = { always: block(), once: block() };
    this.#unwritten = previous ? tape.take(batch * units) : NONE;
    if (!isNone(this.#unwritten)) kernels.clear(this.#unwritten, batch * units);
    const most = batch * Math.max(units, features);
    this.#ones = tape.take(most);
    kernels.fill(this.#ones, most, 1);
  }

  /** Lists what is active in step t. */
  list(t: number): void {
    const { kernels, batch, units, features } = this.#job;
    const list = ({ list, counts, mask }: ActiveList, channels: number, from: Floats | None): void => {
      if (isNone(list) || isNone(counts) || isNone(from)) return;
      kernels.run.listActive(batch, channels, 0, from, channels, this.#ones, list, mask, counts, channels, 0);
    };
    list(this.rows, units, this.maskH(t));
    const { always, once } = this.#read;
    const [read, written] = [this.maskOfColumns(t), this.maskH(t)];
    if (!isNone(always) && !isNone(once) && !isNone(read) && !isNone(written))
      kernels.run.splitMask(batch * units, read, written, always, once);
    if (this.columns !== this.rows) list(this.columns, units, isNone(always) ? read : always);
    if (this.resting !== null) list(this.resting, units, once);
    list(this.inputs, features, this.maskX(t));
  }

  /** Masks of the inputs of step t, `[batch, features]`. */
  maskX(t: number): Floats | None {
    const { gating, batch, features } = this.#job;
    return gating.kind === 'masked' ? skipNumbers(gating.feed.x, t * batch * features) : NONE;
  }

  /** Masks of the units that are read in every pass of step t, which is listed, `[batch, units]`. */
  maskOfPasses(t: number): Floats | None {
    return isNone(this.#read.always) ? this.maskOfColumns(t) : this.#read.always;
  }

  /** Masks of the units that are read once in the step at hand, `[batch, units]`; none: there are no such. */
  get maskOfResting(): Floats | None {
    return this.#read.once;
  }

  /** Masks of all units that step t reads, `[batch, units]`. */
  maskOfColumns(t: number): Floats | None {
    if (isNone(this.#unwritten)) return this.maskH(t);
    return t === 0 ? this.#unwritten : this.maskH(t - 1);
  }

  /** Masks of the units, `[batch, units]`. */
  maskH(t: number): Floats | None {
    const { gating, batch, units } = this.#job;
    return gating.kind === 'masked' ? skipNumbers(gating.feed.h, t * batch * units) : NONE;
  }
}
