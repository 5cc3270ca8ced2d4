/**
 * Which implementation unrolls a cell: `fused`, on the kernels of `@dsrnn/kernels`, or `reference`, composed of tfjs ops.
 */
import { loadKernels, type Kernels } from '@dsrnn/kernels';
import { z } from 'zod';

/** `fused`: cells that have it run on our kernels, the rest as in `reference`. */
export const engineName = z.enum(['fused', 'reference']);
/** An engine by name. */
export type EngineName = z.infer<typeof engineName>;

let loaded: Kernels | null = null;
/** Streams outlive passes, and a change of the engine: their blocks lie in a memory of their own. */
let ofStreams: Kernels | null = null;
let active: Kernels | null = null;

/** Makes `name` the engine of all later passes. Blocks that an aborted pass left in kernel memory are taken back. */
export async function useEngine(name: EngineName): Promise<void> {
  if (name === 'fused') {
    loaded ??= await loadKernels();
    ofStreams ??= await loadKernels();
  }
  loaded?.arena.reset();
  active = name === 'fused' ? loaded : null;
}

/** The kernels, if the fused engine is active. */
export function activeKernels(): Kernels | null {
  return active;
}

/** The kernels of streams, or null as long as the fused engine was never active. */
export function streamKernels(): Kernels | null {
  return ofStreams;
}
