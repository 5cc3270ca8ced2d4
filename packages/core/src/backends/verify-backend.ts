/** Whether a backend computes: a product and a gradient, compared with plain JavaScript. */
import { BackendError } from '../errors.ts';
import { tf } from '../tensor/tf.ts';
import type { DeviceFacts } from './backend-definition.ts';
import { useBackend } from './backend.ts';
import { readBack } from './read-back.ts';
import { backendDefinition, type BackendName } from './registry.ts';

/** Single precision over sums of 33 terms; a GPU may also round each operation its own way. */
const TOLERANCE = 1e-3;

/** A backend that computes right, and on what. */
export interface VerifiedBackend {
  readonly facts: DeviceFacts;
  /** The largest difference to the `cpu` backend, of numbers below 1. */
  readonly largestError: number;
}

/**
 * Starts `name`, computes on it and on `cpu`, and compares. Leaves `name` active. Throws BackendError where it does not
 * start or computes something else.
 */
export async function verifyBackend(name: BackendName): Promise<VerifiedBackend> {
  await useBackend('cpu');
  const expected = await sample();
  await useBackend(name, 'reference');
  const actual = await sample();
  let largestError = 0;
  expected.forEach((value, i) => {
    const error = Math.abs(value - actual[i]!);
    if (!(error <= largestError)) largestError = error; // so that NaN counts
  });
  if (actual.length !== expected.length || !(largestError <= TOLERANCE)) {
    throw new BackendError(
      `backend "${name}" starts but computes wrong numbers: a product and its gradient differ from those of the ` +
        `cpu backend by ${String(largestError)}, expected at most ${String(TOLERANCE)}; update its driver, or use another backend`,
    );
  }
  return { facts: await backendDefinition(name).describe(), largestError };
}

/** A product and the gradient of a function of it, at numbers without a pattern. */
async function sample(): Promise<number[]> {
  const x = wave(17, 33, 0.37);
  const y = wave(33, 9, 0.73);
  const product = tf.matMul(x, y);
  const gradient = tf.grad((v) => tf.sum(tf.tanh(tf.matMul(v, y))))(x);
  const numbers = [...(await readBack(product)), ...(await readBack(gradient))];
  tf.dispose([x, y, product, gradient]);
  return numbers;
}

function wave(rows: number, columns: number, frequency: number): tf.Tensor2D {
  const values = Float32Array.from({ length: rows * columns }, (_, i) => ((i * frequency) % 1) - 0.5);
  return tf.tensor2d(values, [rows, columns]);
}
