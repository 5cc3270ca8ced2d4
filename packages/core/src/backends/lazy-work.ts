/** Backends of optional packages need Node. A browser loads this package too, and must not load them. */
import type { BackendWork, DeviceWork } from './backend-definition.ts';

/** The work of a backend whose module is loaded when it is first asked for something. */
export function lazyWork(load: () => Promise<BackendWork>): BackendWork {
  return {
    obstacle: async () => (await load()).obstacle(),
    start: async () => (await load()).start(),
    describe: async () => (await load()).describe(),
  };
}

/** The same for a device, which has no fault as long as it is not loaded. */
export function lazyDeviceWork(load: () => Promise<DeviceWork>): DeviceWork {
  let loaded: DeviceWork | null = null;
  const work = async (): Promise<DeviceWork> => (loaded ??= await load());
  return { ...lazyWork(work), fault: () => loaded?.fault() ?? null };
}
