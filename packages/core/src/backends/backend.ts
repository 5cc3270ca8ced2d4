/** Which backend computes on tensors. */
import type { BackendError } from '../errors.ts';
import { tf } from '../tensor/tf.ts';
import { useEngine, type EngineName } from './engine.ts';
import { backendDefinition, backendDefinitions, type BackendName } from './registry.ts';

/** The engine that a backend runs unless told otherwise. */
export function defaultEngine(name: BackendName): EngineName {
  return backendDefinition(name).defaultEngine;
}

/**
 * Makes `name` the active backend, with `engine` for recurrent cells. Throws BackendError if one of them cannot start
 * on this machine.
 */
export async function useBackend(name: BackendName, engine: EngineName = defaultEngine(name)): Promise<void> {
  await backendDefinition(name).start();
  await useEngine(engine);
}

/** True where tensors are host memory, so that reading one back costs a copy and no wait for a device. */
export function hostMemory(): boolean {
  return activeDefinition()?.memory === 'host';
}

/** The first error of the device that computes now, or null where there is none, or no device. */
export function deviceFault(): BackendError | null {
  const active = activeDefinition();
  return active?.memory === 'device' ? active.fault() : null;
}

function activeDefinition(): (typeof backendDefinitions)[number] | undefined {
  const name = tf.getBackend();
  return backendDefinitions.find(({ tfjsName }) => tfjsName === name);
}
