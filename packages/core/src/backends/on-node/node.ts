/** TensorFlow's C library on the processor: big matrix products are faster than in WebAssembly. */
import { BackendError } from '../../errors.ts';
import type { BackendWork } from '../backend-definition.ts';
import { hostFacts } from './host-facts.ts';
import { OptionalPackages } from './optional-packages.ts';
import { startTensorFlow, tensorFlowVersion } from './tensorflow.ts';

const npmPackage = '@tensorflow/tfjs-node';
/** The packages of the backend. */
export const nodePackages = new OptionalPackages('node', 'npx dsrnn backend add node');

/** The work of backend `node`. */
export const nodeWork: BackendWork = {
  obstacle: async () => nodePackages.obstacle(),
  start: async () => {
    const obstacle = nodePackages.obstacle();
    if (obstacle !== null) throw new BackendError(`backend "node": ${obstacle.problem}; ${obstacle.remedy}`);
    await startTensorFlow('node', npmPackage, nodePackages);
  },
  describe: async () =>
    hostFacts({ [npmPackage]: nodePackages.versionOf(npmPackage), libtensorflow: tensorFlowVersion() }),
};
