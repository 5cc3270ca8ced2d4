/** The GRU step by step, see cells/gru.ts for its equations. */
import type { Pointer } from '@dsrnn/kernels';
import type { CellStream, StateBlock, StreamGating, StreamJob } from './cell-stream.ts';
import { ColumnProduct, paddedBias, paddedOutputs } from './column-product.ts';
import { MaskedLanes } from './masked-lanes.ts';
import { SentChannels } from './sent-channels.ts';

/** Lanes r, z, n_x, n_h: the candidate has a lane for each product, because r multiplies only that of the state. */
const LANES_OF_X = 0x210;
const LANES_OF_H = 0x310;

/** The GRU for streams. State besides h, in a delta network: x̂, ĥ and an accumulator of each product. */
export function streamGru(job: StreamJob): CellStream {
  const { gating } = job;
  switch (gating.kind) {
    case 'dense':
      return new DenseGru(job);
    case 'delta':
      return new DeltaGru(job, gating);
    case 'masked':
      return new MaskedGru({ ...job, gating });
  }
}

/** The products of all rows, apart for input and state, with the bias of each, and a place for the next h. */
class GruProducts {
  readonly ofX: ColumnProduct;
  readonly ofH: ColumnProduct;
  readonly biasX: Pointer;
  readonly biasH: Pointer;
  readonly width: number;
  readonly nextH: Pointer;

  constructor({ kernels, memory, features, units, parameters }: StreamJob) {
    const columns = 3 * units;
    this.width = paddedOutputs(columns);
    this.ofX = new ColumnProduct(kernels, memory, columns, { inputs: features, at: parameters.borrow('wx') });
    this.ofH = new ColumnProduct(kernels, memory, columns, { inputs: units, at: parameters.borrow('wh') });
    this.biasX = paddedBias(kernels, memory, columns, parameters.borrow('b'));
    // The state's product has a bias of its own in the candidate only.
    this.biasH = memory.take(this.width);
    kernels.clear(this.biasH, this.width);
    kernels.copy(parameters.borrow('bn'), this.biasH + 8 * units, units);
    this.nextH = memory.take(units);
  }
}

class DenseGru implements CellStream {
  readonly state = {};
  readonly activeX: number;
  readonly activeH: number;
  readonly #job: StreamJob;
  readonly #products: GruProducts;
  readonly #fromX: Pointer;
  readonly #fromH: Pointer;

  constructor(job: StreamJob) {
    this.#job = job;
    this.activeX = job.features;
    this.activeH = job.units;
    this.#products = new GruProducts(job);
    this.#fromX = job.memory.take(this.#products.width);
    this.#fromH = job.memory.take(this.#products.width);
  }

  reset(): void {
    // All of the state is 0.
  }

  step(): void {
    const { kernels, units, x, h } = this.#job;
    const { ofX, ofH, biasX, biasH, nextH } = this.#products;
    ofX.all(x, biasX, this.#fromX);
    ofH.all(h, biasH, this.#fromH);
    kernels.run.gruForward(1, units, this.#fromX, this.#fromH, h, nextH);
    kernels.copy(nextH, h, units);
  }
}

class DeltaGru implements CellStream {
  readonly state: Readonly<Record<string, StateBlock>>;
  activeX = 0;
  activeH = 0;
  readonly #job: StreamJob;
  readonly #products: GruProducts;
  readonly #sentX: SentChannels;
  readonly #sentH: SentChannels;
  readonly #accumulatorX: Pointer;
  readonly #accumulatorH: Pointer;
  readonly #gates: Pointer;

  constructor(job: StreamJob, { thetaX, thetaH }: StreamGating & { readonly kind: 'delta' }) {
    const { kernels, memory, features, units, x, h } = job;
    this.#job = job;
    this.#products = new GruProducts(job);
    const { width } = this.#products;
    this.#sentX = new SentChannels(kernels, memory, x, features, thetaX);
    this.#sentH = new SentChannels(kernels, memory, h, units, thetaH);
    this.#accumulatorX = memory.take(width);
    this.#accumulatorH = memory.take(width);
    this.#gates = memory.take(width);
    this.state = {
      sentX: this.#sentX.sent,
      sentH: this.#sentH.sent,
      accumulatorX: { at: this.#accumulatorX, size: width },
      accumulatorH: { at: this.#accumulatorH, size: width },
    };
  }

  reset(): void {
    const { kernels } = this.#job;
    const { biasX, biasH, width } = this.#products;
    kernels.copy(biasX, this.#accumulatorX, width);
    kernels.copy(biasH, this.#accumulatorH, width);
  }

  step(): void {
    const { kernels, units, h } = this.#job;
    const { ofX, ofH, width, nextH } = this.#products;
    this.activeX = this.#sentX.send();
    this.activeH = this.#sentH.send();
    ofX.add(this.#sentX.list, this.#sentX.values, this.#sentX.counts, this.#accumulatorX);
    ofH.add(this.#sentH.list, this.#sentH.values, this.#sentH.counts, this.#accumulatorH);
    // The gates take the place of the input's product; that of the state is only read.
    kernels.copy(this.#accumulatorX, this.#gates, width);
    kernels.run.gruForward(1, units, this.#gates, this.#accumulatorH, h, nextH);
    kernels.copy(nextH, h, units);
  }
}

class MaskedGru implements CellStream {
  readonly state = {};
  readonly #job: StreamJob<StreamGating & { readonly kind: 'masked' }>;
  readonly #product: MaskedLanes;
  readonly #carry: 0 | 1;
  readonly #nextH: Pointer;

  constructor(job: StreamJob<StreamGating & { readonly kind: 'masked' }>) {
    const { kernels, memory, units, parameters, gating } = job;
    const bias = memory.take(4 * units);
    const biasN = memory.take(4 * units);
    kernels.run.packLanes(1, units, 3, LANES_OF_X, parameters.borrow('b'), bias);
    kernels.run.packLanes(1, units, 1, 3, parameters.borrow('bn'), biasN);
    kernels.run.addInto(4 * units, biasN, bias);
    this.#job = job;
    this.#product = new MaskedLanes(job, {
      wx: parameters.borrow('wx'),
      wh: parameters.borrow('wh'),
      gates: 3,
      lanesOfX: LANES_OF_X,
      lanesOfH: LANES_OF_H,
      bias,
    });
    this.#carry = gating.carry ? 1 : 0;
    this.#nextH = memory.take(units);
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
    kernels.run.gruLaneForward(1, units, gates, lists.rows, lists.rowCounts, units, gating.masks.h, this.#carry, h, this.#nextH); // prettier-ignore
    kernels.copy(this.#nextH, h, units);
  }
}
