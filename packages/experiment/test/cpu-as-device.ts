/** A device for tests, on every machine: what the trainer does on one, computed by plain JavaScript. */
import { tf, useBackend } from '@dsrnn/core';

const NAME = 'cpu-as-device';
let registered = false;

/** Makes it the active backend. What is not known to keep its tensors in host memory is taken for a device. */
export async function useCpuAsDevice(): Promise<void> {
  await useBackend('cpu', 'reference');
  if (!registered) {
    registered = true;
    tf.copyRegisteredKernels('cpu', NAME);
    tf.registerBackend(NAME, () => tf.findBackend('cpu'));
  }
  await tf.setBackend(NAME);
}
