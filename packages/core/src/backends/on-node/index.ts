/** What installs optional backends: entry `@dsrnn/core/on-node`, which a browser does not load. */
import { nodeGpuPackages } from './node-gpu.ts';
import { nodePackages } from './node.ts';
import { softwareGpu, softwareManifest, webgpuPackages } from './webgpu-adapter.ts';

export { OptionalPackages } from './optional-packages.ts';
export { softwareGpu, softwareManifest, webgpuPackages };

/** The packages of each optional backend. */
export const optionalPackages = {
  webgpu: webgpuPackages,
  node: nodePackages,
  'node-gpu': nodeGpuPackages,
} as const;
