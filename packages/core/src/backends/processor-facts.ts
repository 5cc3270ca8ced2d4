/** The facts of backends that compute on the processor. */
import type { DeviceFacts } from './backend-definition.ts';

/** The processor of this machine, with the packages that compute on it. In Node only: a browser does not tell. */
export async function processorFacts(packages: DeviceFacts['packages']): Promise<DeviceFacts> {
  const { hostFacts } = await import('./on-node/host-facts.ts');
  return hostFacts(packages);
}
