/** WebAssembly SIMD with our kernels: the default, the same bits on every machine. */
import { wasmVersion } from '../tensor/tf.ts';
import { activate } from './activate.ts';
import type { HostBackend } from './backend-definition.ts';
import { processorFacts } from './processor-facts.ts';

export const wasm: HostBackend<'wasm'> = {
  name: 'wasm',
  version: 1,
  title: 'WebAssembly SIMD with our kernels; the default, same bits on every machine',
  tfjsName: 'wasm',
  memory: 'host',
  defaultEngine: 'fused',
  optional: false,
  obstacle: async () => null,
  start: () => activate('wasm', 'wasm'),
  describe: async () => processorFacts({ '@tensorflow/tfjs-backend-wasm': wasmVersion }),
};
