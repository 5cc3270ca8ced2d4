/**
 * How the reference engine composes its ops: for the host, or for a device.
 *
 * On a device every op is the launch of a kernel, which takes longer than the little work of a time step. There inputs
 * are projected for all steps at once, weight gradients are taken once a sequence, and masks are ranked rather than
 * sorted. On the host those save nothing, and the bits of its results are promised: its composition stays as it is.
 */
import { hostMemory } from './backend.ts';

let forced = false;

/** Whether ops are to be composed for a device. */
export function composesForDevice(): boolean {
  return forced || !hostMemory();
}

/** Runs `work` as composed for a device, on any backend: how tests compare both on the host. */
export function asOnDevice<T>(work: () => T): T {
  const before = forced;
  forced = true;
  try {
    return work();
  } finally {
    forced = before;
  }
}
