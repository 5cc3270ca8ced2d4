/** The LSTM step by step, see cells/lstm.ts for its equations. */
import type { Pointer } from '@dsrnn/kernels';
import type { CellStream, StateBlock, StreamGating, StreamJob } from './cell-stream.ts';
import { ColumnProduct } from './column-product.ts';
import { MaskedLanes } from './masked-lanes.ts';
import { SentChannels } from './sent-channels.ts';

/** Lane of each gate, packed four bits a gate: i, f, o, g in order. */
const LANES = 0x3210;

/** The LSTM for streams. State besides h: c, and in a delta network x̂, ĥ and the accumulator M. */
export function streamLstm(job: StreamJob): CellStream {
  const { gating } = job;
  switch (gating.kind) {
    case 'dense':
      return new DenseLstm(job);
    case 'delta':
      return new DeltaLstm(job, gating);
    case 'masked':
      return new MaskedLstm({ ...job, gating });
  }
}

class DenseLstm implements CellStream {
  readonly state: Readonly<Record<string, StateBlock>>;
  readonly activeX: number;
  readonly activeH: number;
  readonly #job: StreamJob;
  readonly #product: ColumnProduct;
  readonly #bias: Pointer;
  readonly #gates: Pointer;
  readonly #c: Pointer;

  constructor(job: StreamJob) {
    const { kernels, memory, features, units, parameters } = job;
    this.#job = job;
    this.activeX = features;
    this.activeH = units;
    this.#product = new ColumnProduct(
      kernels,
      memory,
      4 * units,
      { inputs: features, at: parameters.borrow('wx') },
      { inputs: units, at: parameters.borrow('wh') },
    );
    this.#bias = parameters.keep('b');
    this.#gates = memory.take(4 * units);
    this.#c = memory.take(units);
    this.state = { c: { at: this.#c, size: units } };
  }

  reset(): void {
    // All of the state is 0.
  }

  step(): void {
    const { kernels, units, x, h } = this.#job;
    this.#product.all(x, this.#bias, this.#gates);
    kernels.run.lstmForward(1, units, this.#gates, this.#c, this.#c, h);
  }
}

class DeltaLstm implements CellStream {
  readonly state: Readonly<Record<string, StateBlock>>;
  activeX = 0;
  activeH = 0;
  readonly #job: StreamJob;
  readonly #ofX: ColumnProduct;
  readonly #ofH: ColumnProduct;
  readonly #sentX: SentChannels;
  readonly #sentH: SentChannels;
  readonly #bias: Pointer;
  readonly #accumulator: Pointer;
  readonly #gates: Pointer;
  readonly #c: Pointer;

  constructor(job: StreamJob, { thetaX, thetaH }: StreamGating & { readonly kind: 'delta' }) {
    const { kernels, memory, features, units, parameters, x, h } = job;
    const width = 4 * units;
    this.#job = job;
    this.#ofX = new ColumnProduct(kernels, memory, width, { inputs: features, at: parameters.borrow('wx') });
    this.#ofH = new ColumnProduct(kernels, memory, width, { inputs: units, at: parameters.borrow('wh') });
    this.#sentX = new SentChannels(kernels, memory, x, features, thetaX);
    this.#sentH = new SentChannels(kernels, memory, h, units, thetaH);
    this.#bias = parameters.keep('b');
    this.#accumulator = memory.take(width);
    this.#gates = memory.take(width);
    this.#c = memory.take(units);
    this.state = {
      c: { at: this.#c, size: units },
      sentX: this.#sentX.sent,
      sentH: this.#sentH.sent,
      accumulator: { at: this.#accumulator, size: width },
    };
  }

  reset(): void {
    const { kernels, units } = this.#job;
    kernels.copy(this.#bias, this.#accumulator, 4 * units);
  }

  step(): void {
    const { kernels, units, h } = this.#job;
    this.activeX = this.#sentX.send();
    this.activeH = this.#sentH.send();
    this.#ofX.add(this.#sentX.list, this.#sentX.values, this.#sentX.counts, this.#accumulator);
    this.#ofH.add(this.#sentH.list, this.#sentH.values, this.#sentH.counts, this.#accumulator);
    kernels.copy(this.#accumulator, this.#gates, 4 * units);
    kernels.run.lstmForward(1, units, this.#gates, this.#c, this.#c, h);
  }
}

class MaskedLstm implements CellStream {
  readonly state: Readonly<Record<string, StateBlock>>;
  readonly #job: StreamJob<StreamGating & { readonly kind: 'masked' }>;
  readonly #product: MaskedLanes;
  readonly #carry: 0 | 1;
  readonly #c: Pointer;
  readonly #nextH: Pointer;
  readonly #nextC: Pointer;

  constructor(job: StreamJob<StreamGating & { readonly kind: 'masked' }>) {
    const { kernels, memory, units, parameters, gating } = job;
    const bias = memory.take(4 * units);
    kernels.run.packLanes(1, units, 4, LANES, parameters.borrow('b'), bias);
    this.#job = job;
    this.#product = new MaskedLanes(job, {
      wx: parameters.borrow('wx'),
      wh: parameters.borrow('wh'),
      gates: 4,
      lanesOfX: LANES,
      lanesOfH: LANES,
      bias,
    });
    this.#carry = gating.carry ? 1 : 0;
    this.#c = memory.take(units);
    this.#nextH = memory.take(units);
    this.#nextC = memory.take(units);
    this.state = { c: { at: this.#c, size: units } };
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
    const { kernels, units, h, gating } = this.#job;
    const { gates, lists } = this.#product;
    this.#product.form();
    kernels.run.lstmLaneForward(1, units, gates, lists.rows, lists.rowCounts, units, gating.masks.h, this.#carry, h, this.#c, this.#nextH, this.#nextC); // prettier-ignore
    kernels.copy(this.#nextH, h, units);
    kernels.copy(this.#nextC, this.#c, units);
  }
}
