/** TensorFlow's C library on the processor: big matrix products are faster than in WebAssembly. */
import { BackendError } from '../errors.ts';
import type { HostBackend } from './backend-definition.ts';
import { hostFacts } from './host-facts.ts';
import { OptionalPackages } from './optional-packages.ts';
import { startTensorFlow, tensorFlowVersion } from './tensorflow.ts';

const npmPackage = '@tensorflow/tfjs-node';
const packages = new OptionalPackages('node', 'npx dsrnn backend add node');

export const node: HostBackend<'node'> = {
  name: 'node',
  title: "TensorFlow's C library on the processor",
  tfjsName: 'tensorflow',
  memory: 'host',
  defaultEngine: 'reference',
  optional: packages,
  obstacle: async () => packages.obstacle(),
  start: async () => {
    const obstacle = packages.obstacle();
    if (obstacle !== null) throw new BackendError(`backend "node": ${obstacle.problem}; ${obstacle.remedy}`);
    await startTensorFlow('node', npmPackage, packages);
  },
  describe: async () =>
    hostFacts({ [npmPackage]: packages.versionOf(npmPackage), libtensorflow: tensorFlowVersion() }),
};
