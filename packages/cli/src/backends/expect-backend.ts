/** Sees before a sweep that its backend computes: one error then, instead of one for every run. */
import { probeBackend } from './probe-backend.ts';
import { deviceText, type ComputingBackend } from './probe-messages.ts';

/** What `name` computes on, in words; null as for `computingBackend`, which see. */
export async function expectBackend(name: string): Promise<string | null> {
  const state = await computingBackend(name);
  return state === null ? null : deviceText(state);
}

/**
 * The backend `name` as it computes here; null for backends that a plain install brings, which are not tried. Throws
 * BackendError with the problem and the next step where it does not compute.
 */
export async function computingBackend(name: string): Promise<ComputingBackend | null> {
  const { backendDefinition, backendName, BackendError } = await import('@dsrnn/core');
  const known = backendName.parse(name);
  if (!backendDefinition(known).optional) return null;
  const state = await probeBackend(known);
  if (state.state === 'ok') return state;
  const problem = state.state === 'absent' ? `backend "${known}": ${state.problem}` : state.problem;
  throw new BackendError(state.remedy === '' ? problem : `${problem}; ${state.remedy}`);
}

/** Whether the tensors of a backend are in the memory of a device. */
export async function isDevice(name: string): Promise<boolean> {
  const { backendDefinition, backendName } = await import('@dsrnn/core');
  return backendDefinition(backendName.parse(name)).memory === 'device';
}
