/** Looks at a model with its tensors in host memory: what measures a model reads far too often for a device. */
import { hostMemory, tf, useBackend, type SequenceModel } from '@dsrnn/core';
import { restoreCheckpoint, takeCheckpoint } from './checkpoint.ts';

/**
 * Does `look`, which must change nothing of `model`. On a device, parameters and buffers are copied to the host, `look`
 * computes there on the `wasm` backend, and then they go back as they were. Where tensors are host memory anyway it is
 * done as things stand.
 */
export async function onHost<T>(model: SequenceModel, look: () => T): Promise<T> {
  if (hostMemory()) return look();
  const device = tf.getBackend();
  const checkpoint = await takeCheckpoint(model.saved);
  await useBackend('wasm', 'reference');
  restoreCheckpoint(model.saved, checkpoint);
  try {
    return look();
  } finally {
    await tf.setBackend(device);
    restoreCheckpoint(model.saved, checkpoint);
  }
}
