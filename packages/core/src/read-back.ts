/** The one way to read numbers of tensors that works on every backend. */
import { deviceFault, hostMemory } from './backend.ts';
import type { tf } from './tf.ts';

/**
 * The numbers of a float tensor: a copy at once where tensors are host memory; on a device, once it has computed them.
 * A device reports its errors late, so numbers are handed out only if it has reported none; else throws that error.
 */
export async function readBack(tensor: tf.Tensor): Promise<Float32Array> {
  if (hostMemory()) return tensor.dataSync<'float32'>();
  let values: Float32Array;
  try {
    values = await tensor.data<'float32'>();
  } catch (error) {
    throw deviceFault() ?? error; // what is rejected tells only that the buffer could not be read
  }
  const fault = deviceFault();
  if (fault !== null) throw fault;
  return values;
}
