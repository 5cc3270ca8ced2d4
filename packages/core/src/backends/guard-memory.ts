/** Refuses allocations that the device or a limit does not allow, where they are asked for: the device would say so late. */
import type { tf } from '../tensor/tf.ts';
import { overLimit, tooLarge } from './memory-limit.ts';
import type { GpuBuffer, GpuDevice } from './webgpu-api.ts';

/** What we use of the WebGPU backend of tfjs besides being one. */
export interface TfjsGpuBackend extends tf.KernelBackend {
  readonly bufferManager: {
    /** Of all buffers that were made and not destroyed, in use or kept for reuse. */
    numBytesAllocated: number;
    numFreeBuffers: number;
    /** Kept for reuse, by size and usage. */
    readonly freeBuffers: ReadonlyMap<string, GpuBuffer[]>;
  };
}

/** What may be allocated, in bytes. */
export interface MemoryLimits {
  /** In one buffer. */
  readonly buffer: number;
  /** In all buffers of the process; null: what the device has. */
  readonly total: number | null;
}

/**
 * From now on an operation that needs a buffer beyond the limits throws BackendError. Before the total would be passed,
 * the buffers that tfjs keeps for reuse are given back.
 */
export function guardMemory(
  device: Pick<GpuDevice, 'createBuffer'>,
  { bufferManager }: Pick<TfjsGpuBackend, 'bufferManager'>,
  { buffer, total }: MemoryLimits,
): void {
  const create = device.createBuffer.bind(device);
  // tfjs makes every buffer through its manager, so the manager's count is exact.
  device.createBuffer = (descriptor) => {
    const { size } = descriptor;
    if (size > buffer) throw tooLarge(size, buffer);
    if (total !== null) {
      const fits = (): boolean => bufferManager.numBytesAllocated + size <= total;
      if (!fits()) releaseSpare(bufferManager);
      if (!fits()) throw overLimit(size, bufferManager.numBytesAllocated, total);
    }
    return create(descriptor);
  };
}

function releaseSpare(manager: TfjsGpuBackend['bufferManager']): void {
  for (const buffers of manager.freeBuffers.values()) {
    for (const buffer of buffers.splice(0)) {
      manager.numBytesAllocated -= buffer.size;
      manager.numFreeBuffers -= 1;
      buffer.destroy();
    }
  }
}
