/**
 * A vector times a matrix, column by column of the weights as they are stored, `[inputs, outputs]`: a column is one run
 * of memory, so what is not wanted is not read. All outputs are computed.
 */
import {
  asLanes,
  NONE,
  skipNumbers,
  type Counts,
  type Floats,
  type Indices,
  type Kernels,
  type Lanes,
  type Workspace,
} from '@dsrnn/kernels';

/** Outputs that fill whole vectors. */
export function paddedOutputs(outputs: number): number {
  return 4 * Math.ceil(outputs / 4);
}

/** A matrix, ready for products. Blocks of outputs hold `paddedOutputs`. */
export class ColumnProduct {
  readonly #kernels: Kernels;
  readonly #inputs: number;
  /** Outputs in groups of four, which the kernel takes for the gates of a unit. */
  readonly #groups: number;
  readonly #weights: Lanes;

  /** Matrices `[inputs of its own, outputs]` are stacked; their blocks are not needed afterwards. */
  constructor(
    kernels: Kernels,
    memory: Workspace,
    outputs: number,
    ...matrices: readonly { readonly inputs: number; readonly at: Floats }[]
  ) {
    const padded = paddedOutputs(outputs);
    this.#kernels = kernels;
    this.#inputs = matrices.reduce((sum, { inputs }) => sum + inputs, 0);
    this.#groups = padded / 4;
    const weights = memory.take(this.#inputs * padded);
    kernels.clear(weights, this.#inputs * padded);
    let to = weights;
    for (const { inputs, at } of matrices) {
      for (let i = 0; i < inputs; i++, to = skipNumbers(to, padded)) {
        kernels.copy(skipNumbers(at, i * outputs), to, outputs);
      }
    }
    this.#weights = asLanes(weights);
  }

  /** out = bias + read W, of all inputs `read`. */
  all(read: Floats, bias: Floats, out: Floats): void {
    this.#kernels.run.laneForward(1, this.#inputs, this.#groups, this.#weights, asLanes(bias), NONE, read, NONE, 0, NONE, NONE, 0, asLanes(out)); // prettier-ignore
  }

  /** out += values W, of the listed inputs. */
  add(list: Indices, values: Floats, counts: Counts, out: Floats): void {
    const sums = asLanes(out);
    this.#kernels.run.laneForward(1, this.#inputs, this.#groups, this.#weights, sums, list, values, counts, this.#inputs, NONE, NONE, 0, sums); // prettier-ignore
  }
}

/** A bias `[outputs]` padded with zeros. */
export function paddedBias(kernels: Kernels, memory: Workspace, outputs: number, at: Floats): Floats {
  const padded = paddedOutputs(outputs);
  const bias = memory.take(padded);
  kernels.clear(bias, padded);
  kernels.copy(at, bias, outputs);
  return bias;
}
