/** Keeps the first error that a GPU reports: none of them is thrown where it arises. */
import { BackendError } from '../errors.ts';
import type { GpuDevice } from './webgpu-api.ts';

const NEXT = '`dsrnn run` starts a fresh process for the next run';

/** Watches a device from now on. The answer gives its first error, or null. */
export function watchDevice(device: Pick<GpuDevice, 'lost' | 'addEventListener'>): () => BackendError | null {
  let fault: BackendError | null = null;
  device.addEventListener('uncapturederror', (event) => {
    event.preventDefault(); // else Dawn prints it, once for every operation that follows from it
    const { error } = event;
    fault ??= new BackendError(
      error.constructor.name === 'GPUOutOfMemoryError'
        ? `the GPU is out of memory: ${firstLine(error.message)}; use smaller batches or fewer workers`
        : `the GPU refused an operation: ${firstLine(error.message)}; this is a bug of the backend or the driver: ` +
            'update the driver, or use another backend',
    );
  });
  void device.lost.then(({ reason, message }) => {
    fault ??= new BackendError(`the GPU was lost (${reason}): ${firstLine(message)}; ${NEXT}`);
  });
  return () => fault;
}

/** What an error says, without the trace that Dawn adds. */
export function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
