/**
 * A vector times a matrix, column by column of the weights as they are stored, `[inputs, outputs]`: a column is one run
 * of memory, so what is not wanted is not read. All outputs are computed.
 */
import type { Kernels, Pointer, Workspace } from '@dsrnn/kernels';

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
  readonly #weights: Pointer;

  /** Matrices `[inputs of its own, outputs]` are stacked; their blocks are not needed afterwards. */
  constructor(
    kernels: Kernels,
    memory: Workspace,
    outputs: number,
    ...matrices: readonly { readonly inputs: number; readonly at: Pointer }[]
  ) {
    const padded = paddedOutputs(outputs);
    this.#kernels = kernels;
    this.#inputs = matrices.reduce((sum, { inputs }) => sum + inputs, 0);
    this.#groups = padded / 4;
    this.#weights = memory.take(this.#inputs * padded);
    kernels.clear(this.#weights, this.#inputs * padded);
    let to = this.#weights;
    for (const { inputs, at } of matrices) {
      for (let i = 0; i < inputs; i++, to += 4 * padded) kernels.copy(at + 4 * i * outputs, to, outputs);
    }
  }

  /** out = bias + read W, of all inputs `read`. */
  all(read: Pointer, bias: Pointer, out: Pointer): void {
    this.#kernels.run.laneForward(1, this.#inputs, this.#groups, this.#weights, bias, 0, read, 0, 0, 0, 0, 0, out); // prettier-ignore
  }

  /** out += values W, of the listed inputs. */
  add(list: Pointer, values: Pointer, counts: Pointer, out: Pointer): void {
    this.#kernels.run.laneForward(1, this.#inputs, this.#groups, this.#weights, out, list, values, counts, this.#inputs, 0, 0, 0, out); // prettier-ignore
  }
}

/** A bias `[outputs]` padded with zeros. */
export function paddedBias(kernels: Kernels, memory: Workspace, outputs: number, at: Pointer): Pointer {
  const padded = paddedOutputs(outputs);
  const bias = memory.take(padded);
  kernels.clear(bias, padded);
  kernels.copy(at, bias, outputs);
  return bias;
}
