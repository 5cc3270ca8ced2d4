/** TensorFlow's C library on an NVIDIA GPU with CUDA 11. Newer GPUs and other makers: `webgpu`. */
import type { HostBackend } from './backend-definition.ts';
import { lazyWork } from './lazy-work.ts';

export const nodeGpu: HostBackend<'node-gpu'> = {
  name: 'node-gpu',
  version: 1,
  title: "TensorFlow's C library on an NVIDIA GPU with CUDA 11",
  tfjsName: 'tensorflow',
  // Tensors are on the GPU, but the library waits for them itself and reads them like an array.
  memory: 'host',
  defaultEngine: 'reference',
  optional: true,
  ...lazyWork(async () => (await import('./on-node/node-gpu.ts')).nodeGpuWork),
};
