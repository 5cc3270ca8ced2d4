/** Masks of an LTC's pass as its kernels take them: multipliers, and lists of active channels. */
import type { Pointer } from '@dsrnn/kernels';
import type { FusedJob } from './fused-cell.ts';

/** Lists of active channels in kernel memory, with their multipliers; a list of 0 stands for all. */
export interface ActiveList {
  readonly list: Pointer;
  readonly counts: Pointer;
  readonly mask: Pointer;
}

/** Every channel, its multiplier 1. */
export const ALL: ActiveList = { list: 0, counts: 0, mask: 0 };

/** Active units and inputs of the step at hand; all of them where nothing is masked. */
export class LtcLists {
  readonly rows: ActiveList;
  readonly inputs: ActiveList;
  readonly #job: FusedJob;
  readonly #ones: Pointer;

  constructor(job: FusedJob) {
    const { kernels, tape, batch, features, units, gating } = job;
    this.#job = job;
    const lists = (channels: number): ActiveList => ({
      list: tape.take(batch * channels),
      counts: tape.take(batch),
      mask: tape.take(batch * channels),
    });
    this.rows = gating.kind === 'masked' ? lists(units) : ALL;
    this.inputs = gating.kind === 'masked' && gating.feed.x !== 0 ? lists(features) : ALL;
    const most = batch * Math.max(units, features);
    this.#ones = tape.take(most);
    kernels.f32.fill(1, this.#ones / 4, this.#ones / 4 + most);
  }

  /** Lists what is active in step t. */
  list(t: number): void {
    const { kernels, batch, units, features } = this.#job;
    const list = ({ list, counts, mask }: ActiveList, channels: number, from: Pointer): void => {
      if (list === 0) return;
      kernels.run.listActive(batch, channels, 0, from, channels, this.#ones, list, mask, counts, channels, 0);
    };
    list(this.rows, units, this.maskH(t));
    list(this.inputs, features, this.maskX(t));
  }

  /** Masks of the inputs of step t, `[batch, features]`; 0: none. */
  maskX(t: number): Pointer {
    const { gating, batch, features } = this.#job;
    if (gating.kind !== 'masked' || gating.feed.x === 0) return 0;
    return gating.feed.x + 4 * t * batch * features;
  }

  /** Masks of the units, `[batch, units]`; 0: none. */
  maskH(t: number): Pointer {
    const { gating, batch, units } = this.#job;
    return gating.kind === 'masked' ? gating.feed.h + 4 * t * batch * units : 0;
  }
}
