/**
 * Which implementation unrolls a cell: `fused`, on the kernels of `@dsrnn/kernels`, or `reference`, composed of tfjs ops.
 */
import { KernelError, loadKernels, type Kernels } from '@dsrnn/kernels';
import { byKind, type Versioned } from '@dsrnn/portable';
import { z } from 'zod';
import { BackendError } from '../errors.ts';
import { bringHome } from './resident.ts';

/** SHA-256 of the kernels' module, 64 hex digits. */
export { moduleDigest as kernelsDigest } from '@dsrnn/kernels';

/** What `activeKernels` gives, for packages that do not know the kernels themselves. */
export type { Floats, Kernels, Workspace } from '@dsrnn/kernels';

/** An engine by name. */
export type EngineName = 'fused' | 'reference';

/** Every engine. `fused`: cells that have it run on our kernels, the rest as in `reference`. */
export const engineDefinitions: readonly (Versioned & { readonly kind: EngineName })[] = [
  { kind: 'fused', version: 1 },
  { kind: 'reference', version: 1 },
];

/** The names of the engines. */
export const engineName = z.enum(engineDefinitions.map(({ kind }) => kind) as [EngineName, ...EngineName[]]);

/** The definition of an engine. */
export function engineDefinition(name: EngineName): Versioned {
  return byKind('engine', engineDefinitions, name);
}

let loaded: Kernels | null = null;
/** Streams outlive passes, and a change of the engine: their blocks lie in a memory of their own. */
let ofStreams: Kernels | null = null;
let active: Kernels | null = null;

/**
 * Makes `name` the engine of all later passes. Blocks that an aborted pass left in kernel memory are taken back, and
 * variables that live there have their numbers in tensors again. Throws BackendError where the kernels do not load.
 */
export async function useEngine(name: EngineName): Promise<void> {
  if (name === 'fused') {
    loaded ??= await load();
    ofStreams ??= await load();
  }
  if (loaded !== null) {
    bringHome(loaded);
    loaded.arena.reset();
  }
  active = name === 'fused' ? loaded : null;
}

async function load(): Promise<Kernels> {
  try {
    return await loadKernels();
  } catch (error) {
    if (!(error instanceof KernelError)) throw error;
    throw new BackendError(`${error.message}; or choose the engine "reference"`);
  }
}

/** Runs `work` on the reference engine, whichever is active: what looks at each step of a pass needs that. */
export function onReferenceEngine<T>(work: () => T): T {
  const kernels = active;
  active = null;
  try {
    return work();
  } finally {
    active = kernels;
  }
}

/** The kernels, if the fused engine is active. */
export function activeKernels(): Kernels | null {
  return active;
}

/** The kernels of streams, or null as long as the fused engine was never active. */
export function streamKernels(): Kernels | null {
  return ofStreams;
}
