/**
 * Any GPU with a Vulkan, Metal or Direct3D driver: the WebGPU kernels of tfjs on Dawn, without a browser.
 *
 * tfjs would request the device itself and keep it. We request it, the same way, because only who holds the device
 * learns that it was lost or ran out of memory, and can limit what it allocates.
 */
import { BackendError } from '../../errors.ts';
import { tf } from '../../tensor/tf.ts';
import { activate } from '../activate.ts';
import type { DeviceFacts, DeviceWork, Obstacle } from '../backend-definition.ts';
import { firstLine, watchDevice } from '../device-fault.ts';
import { guardMemory, type TfjsGpuBackend } from '../guard-memory.ts';
import { deviceMemoryLimit } from '../memory-limit.ts';
import { sumInGroups } from '../webgpu-add-n.ts';
import { raisedLimits, type GpuAdapter, type GpuDevice } from '../webgpu-api.ts';
import { findGpu, forgetGpu, softwareGpu, webgpuPackages, type FoundGpu } from './webgpu-adapter.ts';

const tfjsPackage = '@tensorflow/tfjs-backend-webgpu';

/** The device that this process computes on, once it has started. */
let started: { readonly device: GpuDevice; readonly fault: () => BackendError | null } | null = null;

/** The work of backend `webgpu`. */
export const webgpuWork: DeviceWork = {
  obstacle,
  start,
  describe,
  fault: () => started?.fault() ?? null,
};

/** The device itself, for tests that take it away. */
export function webgpuDevice(): GpuDevice | null {
  return started?.device ?? null;
}

async function obstacle(): Promise<Obstacle | null> {
  const missing = webgpuPackages.obstacle();
  if (missing !== null) return missing;
  try {
    return (await findGpu()) === null ? noGpu() : null;
  } catch (error) {
    const problem = `its native part does not load (${error instanceof Error ? error.message : String(error)})`;
    return { problem, remedy: 'use another backend, or a system that the npm package webgpu supports' };
  }
}

function noGpu(): Obstacle {
  const software =
    softwareGpu.obstacle() === null ? '' : `, or run \`${softwareGpu.command}\` for a software GPU`;
  return {
    problem: 'no GPU was found',
    remedy: `install the graphics driver (on Linux its Vulkan part, and the package libvulkan1)${software}`,
  };
}

async function start(): Promise<void> {
  const limit = deviceMemoryLimit(process.env);
  if (started === null) {
    const problem = await obstacle();
    if (problem !== null) throw new BackendError(`backend "webgpu": ${problem.problem}; ${problem.remedy}`);
    started = await open((await findGpu())!, limit);
  }
  const fault = started.fault();
  if (fault !== null) throw fault;
  await activate('webgpu', 'webgpu');
}

async function open(found: FoundGpu, limit: number | null): Promise<NonNullable<typeof started>> {
  // Loaded before navigator.gpu is there: so the package registers its kernels, but no backend with a device of its own.
  const { WebGPUBackend } = webgpuPackages.require(tfjsPackage) as {
    readonly WebGPUBackend: new (device: GpuDevice, info: GpuAdapter['info']) => TfjsGpuBackend;
  };
  Object.assign(globalThis, found.dawn.globals);
  const navigator = (globalThis as { navigator?: object }).navigator ?? {};
  Object.defineProperty(navigator, 'gpu', { value: found.gpu, configurable: true });
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });

  const { adapter } = found;
  const device = await requestDevice(adapter);
  const fault = watchDevice(device);
  const backend = new WebGPUBackend(device, adapter.info);
  guardMemory(device, backend, { buffer: largestBuffer(adapter), total: limit });
  sumInGroups(adapter.limits.maxStorageBuffersPerShaderStage);
  tf.registerBackend('webgpu', () => backend);
  return { device, fault };
}

async function requestDevice(adapter: GpuAdapter): Promise<GpuDevice> {
  try {
    return await adapter.requestDevice({
      requiredFeatures: adapter.features.has('timestamp-query') ? ['timestamp-query'] : [],
      requiredLimits: Object.fromEntries(raisedLimits.map((name) => [name, adapter.limits[name]])),
    });
  } catch (error) {
    forgetGpu(); // an adapter gives one device
    const reason = firstLine(error instanceof Error ? error.message : String(error));
    throw new BackendError(
      `backend "webgpu": the GPU gave no device (${reason}); use fewer workers if it is shared, update its driver, or ` +
        'use another backend',
      { cause: error },
    );
  }
}

async function describe(): Promise<DeviceFacts> {
  const { adapter } = (await findGpu())!;
  const { vendor, device, architecture, description, isFallbackAdapter } = adapter.info;
  return {
    device: [vendor, device || architecture].filter((part) => part !== '').join(' ') || 'unknown GPU',
    driver: description || null,
    emulated: isFallbackAdapter,
    memoryBytes: null, // WebGPU does not tell
    largestTensorBytes: largestBuffer(adapter),
    packages: Object.fromEntries(
      [tfjsPackage, 'webgpu'].map((name) => [name, webgpuPackages.versionOf(name)]),
    ),
  };
}

/** Bytes of the largest buffer that kernels can work on. */
function largestBuffer({ limits }: GpuAdapter): number {
  return Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize);
}
