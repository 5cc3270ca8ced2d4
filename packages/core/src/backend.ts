/** The backends that run here without anything installed besides npm packages. */
import { z } from 'zod';
import { useEngine, type EngineName } from './engine.ts';
import { BackendError } from './errors.ts';
import { tf } from './tf.ts';

/** `wasm`: WebAssembly SIMD, the default, same bits on every machine. `cpu`: plain JavaScript, slow, for tests. */
export const backendName = z.enum(['wasm', 'cpu']);
/** A backend by name. */
export type BackendName = z.infer<typeof backendName>;

/** The engine that a backend runs unless told otherwise: our kernels where tensors are host memory anyway. */
export function defaultEngine(name: BackendName): EngineName {
  return name === 'wasm' ? 'fused' : 'reference';
}

/**
 * Makes `name` the active backend, with `engine` for recurrent cells. Throws BackendError if one of them cannot start
 * on this machine.
 */
export async function useBackend(name: BackendName, engine: EngineName = defaultEngine(name)): Promise<void> {
  if (!(await tf.setBackend(name))) {
    throw new BackendError(
      `backend "${name}" did not start; run \`dsrnn doctor\` to see which backends this machine has`,
    );
  }
  await tf.ready();
  await useEngine(engine);
}

/** True where tensors live in host memory, so that reading one back costs a copy and no device sync. */
export function hostMemory(): boolean {
  return backendName.safeParse(tf.getBackend()).success;
}
