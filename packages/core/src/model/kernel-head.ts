/**
 * The head of a model on the kernels, y = x W + b and its gradients, see tensor/linear.ts. Every sum is a running one in
 * order, so that the bits are those of TensorFlow.js on wasm.
 */
import type { Floats, Kernels, Packed, Workspace } from '@dsrnn/kernels';

/** Rows that the head is applied to, and its sizes. */
export interface HeadSizes {
  readonly rows: number;
  readonly units: number;
  readonly outputs: number;
}

/** The head in one pass; blocks are taken from the tape. */
export class KernelHead {
  readonly #kernels: Kernels;
  readonly #tape: Workspace;
  readonly #sizes: HeadSizes;
  readonly #w: Floats;

  /** `w` `[units, outputs]` */
  constructor(kernels: Kernels, tape: Workspace, sizes: HeadSizes, w: Floats) {
    this.#kernels = kernels;
    this.#tape = tape;
    this.#sizes = sizes;
    this.#w = w;
  }

  /** `[rows, outputs]` from x `[rows, units]` and b `[outputs]`. */
  forward(x: Floats, b: Floats): Floats {
    const { run } = this.#kernels;
    const { rows, units, outputs } = this.#sizes;
    const packed = this.#packed(units, outputs);
    run.packB(units, outputs, this.#w, outputs, packed);
    const y = this.#tape.take(rows * outputs);
    run.fillRows(rows, outputs, b, y, outputs);
    run.gemmRunning(rows, outputs, units, x, units, 1, packed, y, outputs, true);
    return y;
  }

  /** The gradient of x, from dy `[rows, outputs]`; those of W and b are written to `into`. */
  backward(x: Floats, dy: Floats, into: { readonly w: Floats; readonly b: Floats }): Floats {
    const { run } = this.#kernels;
    const { rows, units, outputs } = this.#sizes;
    const packedDy = this.#packed(rows, outputs);
    run.packB(rows, outputs, dy, outputs, packedDy);
    run.gemmRunning(units, outputs, rows, x, 1, units, packedDy, into.w, outputs, false);
    const one = this.#tape.take(1);
    this.#kernels.fill(one, 1, 1);
    run.gemmRunning(1, outputs, rows, one, 0, 0, packedDy, into.b, outputs, false);
    const transposed = this.#packed(outputs, units);
    run.packBT(outputs, units, this.#w, outputs, transposed);
    const dx = this.#tape.take(rows * units);
    run.gemmRunning(rows, units, outputs, dy, outputs, 1, transposed, dx, units, false);
    return dx;
  }

  #packed(rows: number, columns: number): Packed {
    return this.#tape.take(this.#kernels.run.packedSize(rows, columns));
  }
}
