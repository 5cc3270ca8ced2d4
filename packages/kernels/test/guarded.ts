import { expect } from 'vitest';
import type { Workspace } from '../src/arena/arena.ts';
import { skipNumbers } from '../src/arena/pointer.ts';
import type { Kernels } from '../src/kernels.ts';
import type { Anything } from './arrays.ts';

const MARGIN = 32;

/**
 * Blocks of kernel memory between NaN: a number that is written outside a block shows in `close`, one that is read there
 * and used shows as NaN in the result.
 */
export class Guarded {
  readonly #kernels: Kernels;
  readonly #workspace: Workspace;
  readonly #blocks: { readonly start: Anything; readonly size: number }[] = [];

  constructor(kernels: Kernels) {
    this.#kernels = kernels;
    this.#workspace = kernels.workspace();
  }

  /** A block with these numbers. */
  put(values: ArrayLike<number>): Anything {
    const block: Anything = this.#workspace.take(values.length + 2 * MARGIN);
    this.#kernels.fill(block, values.length + 2 * MARGIN, NaN);
    const start = skipNumbers(block, MARGIN);
    this.#kernels.write(start, values);
    this.#blocks.push({ start, size: values.length });
    return start;
  }

  /** A block whose numbers are all `value`: NaN where a kernel must write before it reads. */
  fill(size: number, value = NaN): Anything {
    return this.put(new Float32Array(size).fill(value));
  }

  /** A block of integers. */
  putIntegers(values: readonly number[]): Anything {
    return this.put(new Float32Array(Int32Array.from(values).buffer));
  }

  /** The numbers of a block. */
  get(start: Anything): Float32Array {
    const block = this.#blocks.find((one) => one.start === start)!;
    return this.#kernels.read(start, block.size);
  }

  /** Gives the blocks back. Fails if there was a write outside of them. */
  close(): void {
    for (const { start, size } of this.#blocks) {
      const before = this.#kernels.read(skipNumbers(start, -MARGIN), MARGIN);
      const behind = this.#kernels.read(skipNumbers(start, size), MARGIN);
      expect([...before, ...behind].every(Number.isNaN)).toBe(true);
    }
    this.#workspace.close();
  }
}
