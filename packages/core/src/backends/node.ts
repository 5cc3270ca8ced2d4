/** TensorFlow's C library on the processor: big matrix products are faster than in WebAssembly. */
import type { HostBackend } from './backend-definition.ts';
import { lazyWork } from './lazy-work.ts';

export const node: HostBackend<'node'> = {
  name: 'node',
  version: 1,
  title: "TensorFlow's C library on the processor",
  tfjsName: 'tensorflow',
  memory: 'host',
  defaultEngine: 'reference',
  optional: true,
  ...lazyWork(async () => (await import('./on-node/node.ts')).nodeWork),
};
