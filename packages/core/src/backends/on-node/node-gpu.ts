/** TensorFlow's C library on an NVIDIA GPU with CUDA 11. Newer GPUs and other makers: `webgpu`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BackendError } from '../../errors.ts';
import type { BackendWork, DeviceFacts, Obstacle } from '../backend-definition.ts';
import { hostFacts } from './host-facts.ts';
import { OptionalPackages } from './optional-packages.ts';
import { startTensorFlow, tensorFlowVersion } from './tensorflow.ts';

const npmPackage = '@tensorflow/tfjs-node-gpu';
/** The packages of the backend. */
export const nodeGpuPackages = new OptionalPackages('node-gpu', 'npx dsrnn backend add node-gpu');

/** Where the Linux driver says what it is and what it drives. */
const DRIVER = '/proc/driver/nvidia';

/** The work of backend `node-gpu`. */
export const nodeGpuWork: BackendWork = {
  obstacle: async () => nodeGpuObstacle(),
  start,
  describe,
};

/** What keeps it from starting: `driver` is where the NVIDIA driver would be seen on Linux. */
export function nodeGpuObstacle(platform: string = process.platform, driver = DRIVER): Obstacle | null {
  if (platform !== 'linux' && platform !== 'win32') {
    return { problem: `TensorFlow has no GPU library for ${platform}`, remedy: 'use the backend webgpu' };
  }
  if (platform === 'linux' && !existsSync(driver)) {
    return {
      problem: 'no NVIDIA driver was found, so no CUDA',
      remedy: 'use the backend webgpu, or install the NVIDIA driver with CUDA 11.2 and cuDNN 8.1',
    };
  }
  return nodeGpuPackages.obstacle();
}

async function start(): Promise<void> {
  const obstacle = nodeGpuObstacle();
  if (obstacle !== null)
    throw new BackendError(`backend "node-gpu": ${obstacle.problem}; ${obstacle.remedy}`);
  const { isUsingGpuDevice } = await startTensorFlow('node-gpu', npmPackage, nodeGpuPackages);
  // Without CUDA the library falls back to the processor, and only its log says so.
  if (!isUsingGpuDevice) {
    throw new BackendError(
      'backend "node-gpu": TensorFlow sees no GPU, as when CUDA 11.2 or cuDNN 8.1 is not on its library path; ' +
        'set LD_LIBRARY_PATH, or use the backend webgpu',
    );
  }
}

async function describe(): Promise<DeviceFacts> {
  const versions = {
    [npmPackage]: nodeGpuPackages.versionOf(npmPackage),
    libtensorflow: tensorFlowVersion(),
  };
  const facts = hostFacts(versions);
  if (!existsSync(DRIVER)) return { ...facts, device: 'NVIDIA GPU', memoryBytes: null };
  const [first] = readdirSync(join(DRIVER, 'gpus'));
  const about = first === undefined ? '' : readFileSync(join(DRIVER, 'gpus', first, 'information'), 'utf8');
  const [driver = ''] = readFileSync(join(DRIVER, 'version'), 'utf8').split('\n');
  return {
    ...facts,
    device: /^Model:\s*(.+)$/m.exec(about)?.[1] ?? 'NVIDIA GPU',
    driver: /\b\d+\.\d+(\.\d+)?\b/.exec(driver)?.[0] ?? null,
    memoryBytes: null,
  };
}
