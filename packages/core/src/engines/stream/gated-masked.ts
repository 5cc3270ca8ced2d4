/** A step of a gated cell that reads the active columns of the active units. */
import { packBiases, type GatedCell, type LaneStep, type SecondState } from '../fused/gated-cell.ts';
import type { CellStream, StateBlock, StreamGating } from './cell-stream.ts';
import type { GatedJob } from './gated-blocks.ts';
import { GatedMemory } from './gated-memory.ts';
import { MaskedLanes } from './masked-lanes.ts';

type MaskedJob<Bias extends string> = GatedJob<Bias, StreamGating & { readonly kind: 'masked' }>;

/** A masked gated cell. State besides h: c if it has one. */
export class MaskedGated<C extends SecondState, Bias extends string> implements CellStream {
  readonly state: Readonly<Record<string, StateBlock>>;
  readonly #cell: GatedCell<C, Bias>;
  readonly #job: MaskedJob<Bias>;
  readonly #memory: GatedMemory<C>;
  readonly #product: MaskedLanes;
  readonly #step: LaneStep;

  constructor(cell: GatedCell<C, Bias>, job: MaskedJob<Bias>) {
    const { kernels, memory, units, parameters, gating } = job;
    const bias = memory.take<'lanes'>(4 * units);
    packBiases(kernels, cell, units, (name) => parameters.borrow(name), bias, memory.take(4 * units));
    this.#cell = cell;
    this.#job = job;
    this.#memory = new GatedMemory(cell, job);
    this.state = this.#memory.state;
    this.#product = new MaskedLanes(job, cell, {
      wx: parameters.borrow('wx'),
      wh: parameters.borrow('wh'),
      bias,
    });
    const { gates, lists } = this.#product;
    const rows = { list: lists.rows, counts: lists.rowCounts, stride: units };
    this.#step = { gates, rows, mask: gating.masks.h, carry: gating.carry ? 1 : 0 };
  }

  get activeX(): number {
    return this.#product.lists.x;
  }

  get activeH(): number {
    return this.#product.lists.h;
  }

  reset(): void {
    // All of the state is 0.
  }

  step(): void {
    const { kernels, units } = this.#job;
    const { old, apart } = this.#memory;
    this.#product.form();
    this.#cell.kernels.laneForward(kernels, 1, units, this.#step, old, apart);
    this.#memory.advanceApart();
  }
}
