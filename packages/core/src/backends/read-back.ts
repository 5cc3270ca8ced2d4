/** The one way to read numbers of tensors that works on every backend. */
import type { tf } from '../tensor/tf.ts';
import { deviceFault, hostMemory } from './backend.ts';

/**
 * The numbers of a tensor: at once where tensors are host memory; on a device, once it has computed them. They may be the
 * tensor's own: copy before you write to them. A device reports its errors late, so numbers are handed out only if it has
 * reported none; else throws that error.
 */
export async function readBack(tensor: tf.Tensor): Promise<Float32Array> {
  if (hostMemory()) return floats(tensor.dataSync());
  let values: Float32Array;
  try {
    values = floats(await tensor.data());
  } catch (error) {
    throw deviceFault() ?? error; // what is rejected tells only that the buffer could not be read
  }
  const fault = deviceFault();
  if (fault !== null) throw fault;
  return values;
}

/** A float tensor that was cast from truth values may still hold bytes. */
function floats(values: Float32Array | Int32Array | Uint8Array): Float32Array {
  return values instanceof Float32Array ? values : Float32Array.from(values);
}
