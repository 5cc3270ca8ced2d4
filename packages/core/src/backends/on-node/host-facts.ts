/** The facts of backends that compute on the processor. */
import { cpus, totalmem } from 'node:os';
import type { DeviceFacts } from '../backend-definition.ts';

/** The processor of this machine, with the packages that compute on it. */
export function hostFacts(packages: DeviceFacts['packages']): DeviceFacts {
  return {
    device: cpus()[0]?.model.trim() ?? 'unknown processor',
    driver: null,
    emulated: false,
    memoryBytes: totalmem(),
    largestTensorBytes: null,
    packages,
  };
}
