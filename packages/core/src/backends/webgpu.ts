/** Any GPU with a Vulkan, Metal or Direct3D driver: the WebGPU kernels of tfjs on Dawn, without a browser. */
import type { DeviceBackend } from './backend-definition.ts';
import { lazyDeviceWork } from './lazy-work.ts';

export const webgpu: DeviceBackend<'webgpu'> = {
  name: 'webgpu',
  version: 1,
  title: 'any GPU with a Vulkan, Metal or Direct3D driver',
  tfjsName: 'webgpu',
  memory: 'device',
  defaultEngine: 'reference',
  optional: true,
  ...lazyDeviceWork(async () => (await import('./on-node/webgpu.ts')).webgpuWork),
};
