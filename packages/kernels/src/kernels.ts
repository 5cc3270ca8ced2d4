/**
 * The compiled kernels, loaded. Needs nothing of Node: WebAssembly, typed arrays and `atob` are in every browser.
 *
 * Every function takes addresses and sizes in numbers and trusts them: the compiler checks what lies at an address, whoever
 * calls checks shapes first.
 */
import './webassembly.ts';
import { Arena, Workspace } from './arena/arena.ts';
import {
  f32Index,
  i32Index,
  type FloatContents,
  type IntegerContents,
  type Pointer,
} from './arena/pointer.ts';
import { KernelError } from './kernel-error.ts';
import type { KernelFunctions } from './kernel-functions.ts';
import { moduleBase64, moduleDigest } from './module.generated.ts';
import { sha256 } from './sha256.ts';

/** One instance of the kernels with its memory. Not shared between threads. */
export class Kernels {
  /** The compiled functions, see `KernelFunctions`. */
  readonly run: KernelFunctions;
  readonly arena: Arena;
  readonly #memory: WebAssembly.Memory;
  #f32: Float32Array;
  #i32: Int32Array;

  constructor(instance: WebAssembly.Instance) {
    const exports = instance.exports as unknown as KernelFunctions & {
      memory: WebAssembly.Memory;
      heapBase(): number;
    };
    this.run = exports;
    exports.useTallTiles(vectorsAreJoined());
    this.#memory = exports.memory;
    this.arena = new Arena(this.#memory, exports.heapBase());
    this.#f32 = new Float32Array(this.#memory.buffer);
    this.#i32 = new Int32Array(this.#memory.buffer);
  }

  /** All memory as 32-bit floats; index = address / 4. A view taken before memory grew is dead: ask again. */
  get f32(): Float32Array {
    if (this.#f32.buffer !== this.#memory.buffer) this.#f32 = new Float32Array(this.#memory.buffer);
    return this.#f32;
  }

  /** All memory as 32-bit integers. */
  get i32(): Int32Array {
    if (this.#i32.buffer !== this.#memory.buffer) this.#i32 = new Int32Array(this.#memory.buffer);
    return this.#i32;
  }

  /** Blocks that will be given back together. */
  workspace(): Workspace {
    return new Workspace(this.arena);
  }

  /** Copies numbers into a block. */
  write(pointer: Pointer<FloatContents>, values: ArrayLike<number>): void {
    this.f32.set(values, f32Index(pointer));
  }

  /** Copies integers into a block. */
  writeIntegers(pointer: Pointer<IntegerContents>, values: ArrayLike<number>): void {
    this.i32.set(values, i32Index(pointer));
  }

  /** Copies `count` numbers out of a block. */
  read(pointer: Pointer<FloatContents>, count: number): Float32Array {
    const from = f32Index(pointer);
    return this.f32.slice(from, from + count);
  }

  /** `count` numbers of a block, where they lie: a view that is dead when memory grows. */
  view(pointer: Pointer<FloatContents>, count: number): Float32Array {
    const from = f32Index(pointer);
    return this.f32.subarray(from, from + count);
  }

  /** Copies `count` numbers from block to block. */
  copy<Of extends FloatContents>(from: Pointer<Of>, to: Pointer<NoInfer<Of>>, count: number): void {
    const start = f32Index(from);
    this.f32.copyWithin(f32Index(to), start, start + count);
  }

  /** Sets `count` numbers of a block to 0. */
  clear(pointer: Pointer<FloatContents>, count: number): void {
    this.fill(pointer, count, 0);
  }

  /** Sets `count` numbers of a block to a value. */
  fill(pointer: Pointer<FloatContents>, count: number, value: number): void {
    const from = f32Index(pointer);
    this.f32.fill(value, from, from + count);
  }

  /** Bytes of memory that the instance holds. */
  get memoryBytes(): number {
    return this.#memory.buffer.byteLength;
  }
}

/**
 * Loads the kernels. Throws KernelError where WebAssembly SIMD is missing, or where `base64` is not the module that
 * `digest` (SHA-256) was taken of: most of what could happen to a file would compute wrong numbers without a sound.
 */
export async function loadKernels(base64 = moduleBase64, digest = moduleDigest): Promise<Kernels> {
  const bytes = verified(base64, digest);
  try {
    const { instance } = await WebAssembly.instantiate(bytes);
    return new Kernels(instance);
  } catch (error) {
    throw new KernelError(
      `the kernels do not load: ${error instanceof Error ? error.message : String(error)}; they need WebAssembly ` +
        'with 128-bit SIMD (Node ≥ 16, any browser since 2023)',
    );
  }
}

/** Whether this process was told to join vectors, see docs/kernels.md; in a browser nobody can tell, and it does not. */
function vectorsAreJoined(): boolean {
  const { process } = globalThis as { readonly process?: { readonly execArgv?: readonly string[] } };
  return process?.execArgv?.includes('--experimental-wasm-revectorize') ?? false;
}

/** The module's bytes, if they are those of the digest. */
function verified(base64: string, digest: string): Uint8Array<ArrayBuffer> {
  const problem = (what: string): KernelError =>
    new KernelError(
      `the kernels are damaged: module.generated.ts of @dsrnn/kernels ${what}; restore the file ` +
        '(`git checkout packages/kernels/src/module.generated.ts`), or build it again by `npm run kernels:build`',
    );
  let text: string;
  try {
    text = atob(base64);
  } catch {
    throw problem('is no base64');
  }
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  const found = sha256(bytes);
  if (found !== digest) throw problem(`holds a module of digest ${found}, and says that it is ${digest}`);
  return bytes;
}
