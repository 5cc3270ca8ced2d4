/** WebAssembly SIMD with our kernels: the default, the same bits on every machine. */
import { tf } from '../tf.ts';
import { activate } from './activate.ts';
import type { HostBackend } from './backend-definition.ts';
import { hostFacts } from './host-facts.ts';

export const wasm: HostBackend<'wasm'> = {
  name: 'wasm',
  title: 'WebAssembly SIMD with our kernels; the default, same bits on every machine',
  tfjsName: 'wasm',
  memory: 'host',
  defaultEngine: 'fused',
  optional: null,
  obstacle: async () => null,
  start: () => activate('wasm', 'wasm'),
  describe: async () => hostFacts({ '@tensorflow/tfjs-backend-wasm': tf.version['tfjs-core'] }),
};
