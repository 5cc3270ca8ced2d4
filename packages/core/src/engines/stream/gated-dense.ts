/** A step of a gated cell that reads every column. */
import type { GatedCell, GatedProducts, SecondState } from '../fused/gated-cell.ts';
import type { CellStream, StateBlock } from './cell-stream.ts';
import { ColumnProduct } from './column-product.ts';
import { biasesOf, blocksOf, type GatedJob } from './gated-blocks.ts';
import { GatedMemory } from './gated-memory.ts';

/** A dense gated cell. State besides h: c if it has one. */
export class DenseGated<C extends SecondState, Bias extends string> implements CellStream {
  readonly state: Readonly<Record<string, StateBlock>>;
  readonly activeX: number;
  readonly activeH: number;
  readonly #cell: GatedCell<C, Bias>;
  readonly #job: GatedJob<Bias>;
  readonly #memory: GatedMemory<C>;
  readonly #bias: GatedProducts;
  readonly #products: GatedProducts;
  /** Of x and h stacked, where products are summed. */
  readonly #first: ColumnProduct;
  readonly #second: ColumnProduct | null;

  constructor(cell: GatedCell<C, Bias>, job: GatedJob<Bias>) {
    const { kernels, memory, features, units, parameters } = job;
    this.#cell = cell;
    this.#job = job;
    this.activeX = features;
    this.activeH = units;
    this.#memory = new GatedMemory(cell, job);
    this.state = this.#memory.state;
    this.#bias = biasesOf(cell, job);
    this.#products = blocksOf(cell, job);
    const columns = cell.gates * units;
    const ofX = { inputs: features, at: parameters.borrow('wx') };
    const ofH = { inputs: units, at: parameters.borrow('wh') };
    const summed = cell.products === 'summed';
    this.#first = new ColumnProduct(kernels, memory, columns, ofX, ...(summed ? [ofH] : []));
    this.#second = summed ? null : new ColumnProduct(kernels, memory, columns, ofH);
  }

  reset(): void {
    // All of the state is 0.
  }

  step(): void {
    const { kernels, units, x, h } = this.#job;
    const { old, next } = this.#memory;
    this.#first.all(x, this.#bias.ofX, this.#products.ofX);
    this.#second?.all(h, this.#bias.ofH, this.#products.ofH);
    this.#cell.kernels.forward(kernels, 1, units, this.#products, old, next);
    this.#memory.advance();
  }
}
