/** Named parameters: drawn on the host from a seeded stream, uploaded once, freed by `disposeParameters`. */
import type { Rng } from '@dsrnn/portable';
import { tf } from './tf.ts';

/** Trainable tensors by name. Whoever creates the record owns it. */
export type Parameters = Readonly<Record<string, tf.Variable>>;
/** Initial values by name, before they become variables. */
export type InitialValues = Readonly<Record<string, tf.Tensor>>;

/** Uniform in (−bound, bound), row-major. Caller owns the tensor. */
export function uniform(shape: readonly [number, number], bound: number, rng: Rng): tf.Tensor2D {
  return tf.tensor2d(
    fill(shape[0] * shape[1], () => (2 * rng.uniform() - 1) * bound),
    [...shape],
  );
}

/** Normal with the given standard deviation, row-major. Caller owns the tensor. */
export function normal(shape: readonly [number, number], deviation: number, rng: Rng): tf.Tensor2D {
  return tf.tensor2d(
    fill(shape[0] * shape[1], () => rng.normal() * deviation),
    [...shape],
  );
}

/** Makes variables of initial values (which it frees); names get `prefix`. */
export function asParameters(values: InitialValues, trainable = true, prefix = ''): Parameters {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const variable = tf.variable(value, trainable);
      value.dispose();
      return [prefix + name, variable];
    }),
  );
}

/** Frees every tensor of a record. */
export function disposeParameters(parameters: Parameters): void {
  for (const variable of Object.values(parameters)) variable.dispose();
}

/** The parameter `name`; throws if a cell or method asks for one that was never made (a bug, not bad input). */
export function parameter(parameters: Parameters, name: string): tf.Variable {
  const variable = parameters[name];
  if (variable === undefined)
    throw new Error(`no parameter "${name}" among ${Object.keys(parameters).join(', ')}`);
  return variable;
}

/** The parameter `name`, which is a matrix. Throws as `parameter` does. */
export function matrix(parameters: Parameters, name: string): tf.Tensor2D {
  return parameter(parameters, name) as tf.Tensor as tf.Tensor2D;
}

function fill(count: number, draw: () => number): Float32Array {
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = draw();
  return values;
}
