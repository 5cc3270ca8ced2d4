/** A step of a gated cell that reads the columns of channels that moved. */
import type { Floats } from '@dsrnn/kernels';
import type { GatedCell, GatedProducts, SecondState } from '../fused/gated-cell.ts';
import type { CellStream, StateBlock, StreamGating } from './cell-stream.ts';
import { ColumnProduct, paddedOutputs } from './column-product.ts';
import { biasesOf, blocksOf, type GatedJob } from './gated-blocks.ts';
import { GatedMemory } from './gated-memory.ts';
import { SentChannels } from './sent-channels.ts';

/** A gated delta network. State besides h: c if the cell has one, x̂, ĥ and what the products have come to. */
export class DeltaGated<C extends SecondState, Bias extends string> implements CellStream {
  readonly state: Readonly<Record<string, StateBlock>>;
  activeX = 0;
  activeH = 0;
  readonly #cell: GatedCell<C, Bias>;
  readonly #job: GatedJob<Bias>;
  readonly #memory: GatedMemory<C>;
  readonly #bias: GatedProducts;
  /** What the products have come to so far. */
  readonly #sums: GatedProducts;
  /** The gates take the place of the input's product; that of the state, if it is another, is only read. */
  readonly #gates: GatedProducts;
  readonly #width: number;
  readonly #ofX: ColumnProduct;
  readonly #ofH: ColumnProduct;
  readonly #sentX: SentChannels;
  readonly #sentH: SentChannels;

  constructor(
    cell: GatedCell<C, Bias>,
    job: GatedJob<Bias>,
    { thetaX, thetaH }: StreamGating & { readonly kind: 'delta' },
  ) {
    const { kernels, memory, features, units, parameters, x, h } = job;
    const columns = cell.gates * units;
    this.#cell = cell;
    this.#job = job;
    this.#width = paddedOutputs(columns);
    this.#memory = new GatedMemory(cell, job);
    this.#bias = biasesOf(cell, job);
    this.#sums = blocksOf(cell, job);
    const gates = memory.take(this.#width);
    const { ofX, ofH } = this.#sums;
    const summed = ofX === ofH;
    this.#gates = { ofX: gates, ofH: summed ? gates : ofH };
    this.#ofX = new ColumnProduct(kernels, memory, columns, {
      inputs: features,
      at: parameters.borrow('wx'),
    });
    this.#ofH = new ColumnProduct(kernels, memory, columns, { inputs: units, at: parameters.borrow('wh') });
    this.#sentX = new SentChannels(kernels, memory, x, features, thetaX);
    this.#sentH = new SentChannels(kernels, memory, h, units, thetaH);
    const block = (at: Floats): StateBlock => ({ at, size: this.#width });
    this.state = {
      ...this.#memory.state,
      sentX: this.#sentX.sent,
      sentH: this.#sentH.sent,
      ...(summed ? { accumulator: block(ofX) } : { accumulatorX: block(ofX), accumulatorH: block(ofH) }),
    };
  }

  reset(): void {
    const { kernels } = this.#job;
    kernels.copy(this.#bias.ofX, this.#sums.ofX, this.#width);
    kernels.copy(this.#bias.ofH, this.#sums.ofH, this.#width);
  }

  step(): void {
    const { kernels, units } = this.#job;
    const { old, next } = this.#memory;
    this.activeX = this.#sentX.send();
    this.activeH = this.#sentH.send();
    this.#ofX.add(this.#sentX.list, this.#sentX.values, this.#sentX.counts, this.#sums.ofX);
    this.#ofH.add(this.#sentH.list, this.#sentH.values, this.#sentH.counts, this.#sums.ofH);
    kernels.copy(this.#sums.ofX, this.#gates.ofX, this.#width);
    this.#cell.kernels.forward(kernels, 1, units, this.#gates, old, next);
    this.#memory.advance();
  }
}
