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
  /** The rows themselves, or those of the step before. */
  readonly columns: ActiveList;
  readonly inputs: ActiveList;
  readonly #job: FusedJob;
  readonly #ones: Floats;
  /** Masks of the step before the first, where columns are those of the step before; none: those of the step itself. */
  readonly #unwritten: Floats | None;

  constructor(job: FusedJob) {
    const { kernels, tape, batch, features, units, gating } = job;
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
    if (this.columns !== this.rows) list(this.columns, units, this.maskOfColumns(t));
    list(this.inputs, features, this.maskX(t));
  }

  /** Masks of the inputs of step t, `[batch, features]`. */
  maskX(t: number): Floats | None {
    const { gating, batch, features } = this.#job;
    return gating.kind === 'masked' ? skipNumbers(gating.feed.x, t * batch * features) : NONE;
  }

  /** Masks of the units that step t reads, `[batch, units]`. */
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
