/** Plain JavaScript: slow, runs everywhere, and what the other backends are compared with. */
import { tf } from '../tensor/tf.ts';
import { activate } from './activate.ts';
import type { HostBackend } from './backend-definition.ts';
import { processorFacts } from './processor-facts.ts';

export const cpu: HostBackend<'cpu'> = {
  name: 'cpu',
  version: 1,
  title: 'plain JavaScript; slow, for tests and comparisons',
  tfjsName: 'cpu',
  memory: 'host',
  defaultEngine: 'reference',
  optional: false,
  obstacle: async () => null,
  start: () => activate('cpu', 'cpu'),
  describe: async () => processorFacts({ '@tensorflow/tfjs-backend-cpu': tf.version['tfjs-backend-cpu'] }),
};
