/**
 * Memory of the kernels: blocks of one WebAssembly memory, kept and handed out again, so that a training step allocates
 * nothing once its shapes were seen.
 */
import '../webassembly.ts';

import type { Contents, Pointer } from './pointer.ts';

const PAGE = 65536;
/** Blocks start on cache lines; vector loads may run past the last number of a block, never past its slack. */
const LINE = 64;

/** Hands out blocks of a memory from `start` on; a block that was given back serves the next request of its size. */
export class Arena {
  readonly #memory: WebAssembly.Memory;
  readonly #free = new Map<number, number[]>();
  readonly #sizes = new Map<number, number>();
  readonly #start: number;
  #end: number;

  constructor(memory: WebAssembly.Memory, start: number) {
    this.#memory = memory;
    this.#start = Math.ceil(start / LINE) * LINE;
    this.#end = this.#start;
  }

  /**
   * A block for `count` 4-byte numbers, to hold what the pointer says that it is kept in; until then undefined. Throws
   * RangeError if 4 GiB do not suffice.
   */
  take<Of extends keyof Contents = 'floats'>(count: number): Pointer<Of> {
    const size = Math.ceil((count * 4 + LINE) / LINE) * LINE;
    const kept = this.#free.get(size)?.pop();
    if (kept !== undefined) {
      this.#sizes.set(kept, size);
      return kept as Pointer<Of>;
    }
    const pointer = this.#end;
    const missing = pointer + size - this.#memory.buffer.byteLength;
    if (missing > 0) {
      try {
        this.#memory.grow(Math.ceil(missing / PAGE));
      } catch {
        throw new RangeError(
          `kernels: ${Math.ceil((pointer + size) / 2 ** 20)} MiB are more than WebAssembly memory can hold; ` +
            'use a smaller batch, a shorter sequence or fewer units',
        );
      }
    }
    this.#end += size;
    this.#sizes.set(pointer, size);
    return pointer as Pointer<Of>;
  }

  /** Gives a block back. Throws if it is not one that is out. */
  give(pointer: Pointer): void {
    const size = this.#sizes.get(pointer);
    if (size === undefined) throw new Error(`kernels: no block at ${pointer} is in use`);
    this.#sizes.delete(pointer);
    const list = this.#free.get(size);
    if (list === undefined) this.#free.set(size, [pointer]);
    else list.push(pointer);
  }

  /** Takes every block back, whoever holds it. */
  reset(): void {
    this.#free.clear();
    this.#sizes.clear();
    this.#end = this.#start;
  }

  /** Bytes of blocks that are out. */
  get inUse(): number {
    let total = 0;
    for (const size of this.#sizes.values()) total += size;
    return total;
  }
}

/** Blocks that are given back together. */
export class Workspace {
  readonly #arena: Arena;
  readonly #blocks: Pointer[] = [];

  constructor(arena: Arena) {
    this.#arena = arena;
  }

  /** A block for `count` 4-byte numbers, see `Arena.take`. */
  take<Of extends keyof Contents = 'floats'>(count: number): Pointer<Of> {
    const pointer = this.#arena.take<Of>(count);
    this.#blocks.push(pointer);
    return pointer;
  }

  /** Gives all blocks back. */
  close(): void {
    for (const pointer of this.#blocks) this.#arena.give(pointer);
    this.#blocks.length = 0;
  }
}
