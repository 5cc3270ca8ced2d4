/**
 * The one place that imports TensorFlow.js. The umbrella package is needed for its gradients: bare tfjs-core
 * differentiates nothing. Production mode drops per-op debug checks and the start-up banner.
 */
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';

tf.enableProdMode();

export { tf };
export { version_wasm as wasmVersion } from '@tensorflow/tfjs-backend-wasm';
