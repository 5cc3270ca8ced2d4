/**
 * Sums of many tensors on WebGPU. tfjs binds all terms at once, and a GPU takes only so many buffers in one kernel: the
 * gradient of a value that is used ten times would be refused on a device with the least that WebGPU demands.
 */
import { tf } from '../tensor/tf.ts';

type Disposer = Pick<tf.KernelBackend, 'disposeData'>;

/** Lets the WebGPU kernel of tfjs for sums take at most `buffers` buffers at once, its output included. */
export function sumInGroups(buffers: number): void {
  const kernel = tf.getKernel('AddN', 'webgpu');
  const sum = (terms: readonly tf.TensorInfo[], backend: Disposer): tf.TensorInfo =>
    kernel.kernelFunc({
      inputs: terms as unknown as tf.NamedTensorInfoMap,
      backend,
      attrs: {},
    }) as tf.TensorInfo;
  tf.unregisterKernel('AddN', 'webgpu');
  tf.registerKernel({
    ...kernel,
    kernelFunc: ({ inputs, backend }) => {
      const gpu = backend as Disposer;
      const terms = [...(inputs as unknown as readonly tf.TensorInfo[])];
      let total = sum(terms.splice(0, buffers - 1), gpu);
      while (terms.length > 0) {
        const before = total;
        total = sum([before, ...terms.splice(0, buffers - 2)], gpu);
        gpu.disposeData(before.dataId);
      }
      return total;
    },
  });
}
