/** The panels of eight channels that each row of a pass keeps, as the kernels over panels take them. */
import { skipNumbers, type Entries, type Floats, type Indices, type Starts } from '@dsrnn/kernels';
import type { PassShape } from './ahead-feed.ts';
import type { GroupMasks } from './mask-feed.ts';

/** Channels of a panel. */
export const PANEL = 8;

/** Places of all rows `[time · batch]`, one after the other. */
export class PanelLists {
  /** Of all channels. */
  readonly count: number;
  readonly rows: number;
  /** Most places that there can be. */
  readonly capacity: number;
  readonly places: number;
  readonly offsets: Starts;
  readonly panels: Indices;
  /** `[places][8]` */
  readonly mask: Floats;
  readonly #shape: PassShape;
  readonly #starts: Starts;
  readonly entries: Entries;

  constructor(shape: PassShape, groups: GroupMasks) {
    const { kernels, tape, batch, time, units } = shape;
    const { run } = kernels;
    this.#shape = shape;
    this.count = Math.ceil(units / PANEL);
    this.rows = time * batch;
    this.capacity = this.rows * Math.min(this.count, (groups.capacity * groups.size) / PANEL);
    this.offsets = tape.take(this.rows + 1);
    this.panels = tape.take(this.capacity);
    this.mask = this.block();
    this.places = run.listPanels(this.rows, units, groups.size, groups.at, this.offsets, this.panels, this.mask); // prettier-ignore
    this.#starts = tape.take(this.count * batch + 1);
    this.entries = tape.take(2 * this.capacity);
    run.invertPanels(time, batch, this.count, this.offsets, this.panels, this.#starts, this.entries);
  }

  /** Numbers of all places. */
  get size(): number {
    return this.places * PANEL;
  }

  /** Room for `runs` times eight numbers a place, until the pass is over. */
  block(runs: 1 | 2 = 1): Floats {
    return this.#shape.tape.take(this.capacity * PANEL * runs);
  }

  /** Where the samples' places of a panel begin among the entries, `[batch + 1]`; null: no sample keeps it. */
  startsOf(panel: number): Starts | null {
    const { kernels, batch } = this.#shape;
    const starts = skipNumbers(this.#starts, panel * batch);
    const first = starts / 4;
    return kernels.i32[first] === kernels.i32[first + batch] ? null : starts;
  }

  /** out = x `[time, batch, units]` at the places. */
  gather(x: Floats, out: Floats): void {
    const { kernels, units } = this.#shape;
    kernels.run.gatherPanels(this.rows, units, this.offsets, this.panels, x, out);
  }

  /** out `[time, batch, units]` = what is at the places, 0 elsewhere. */
  spread(from: Floats, out: Floats): void {
    const { kernels, units } = this.#shape;
    kernels.run.spreadPanels(this.rows, units, this.offsets, this.panels, from, out);
  }

  /** out = x `[batch, units]` at the places of step t. */
  gatherStep(t: number, x: Floats, out: Floats): void {
    const { kernels, batch, units } = this.#shape;
    kernels.run.gatherPanels(batch, units, skipNumbers(this.offsets, t * batch), this.panels, x, out);
  }
}
