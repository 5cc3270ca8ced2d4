/** What the compiled module exports: one interface a source file of `assembly/`. */
import type { GemmFunctions } from './functions/gemm.ts';

/** Every kernel. Addresses are in bytes, sizes in numbers. */
export type KernelFunctions = GemmFunctions;
