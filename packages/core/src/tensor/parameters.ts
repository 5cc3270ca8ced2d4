/** Named parameters: drawn on the host from a seeded stream, uploaded once, freed by `disposeParameters`. */
import type { Rng } from '@dsrnn/portable';
import { tf } from './tf.ts';

/** Trainable tensors by name, for who learns the names as it runs, such as an optimiser. Whoever creates the record owns it. */
export type Parameters = Readonly<Record<string, tf.Variable>>;
/** Tensors by name: initial values before they become variables, and what only reads these. */
export type InitialValues = Readonly<Record<string, tf.Tensor>>;

/** What `Values` become as parameters: the same names, each with `Prefix`, and the same ranks. */
export type ParametersOf<Values extends InitialValues, Prefix extends string = ''> = {
  readonly [Name in keyof Values as `${Prefix}${Name & string}`]: VariableOf<Values[Name]>;
};
type VariableOf<Value extends tf.Tensor> = Value extends tf.Tensor<infer Rank> ? tf.Variable<Rank> : never;

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
export function asParameters<const Values extends InitialValues, Prefix extends string = ''>(
  values: Values,
  trainable = true,
  prefix?: Prefix,
): ParametersOf<Values, Prefix> {
  const variables = Object.entries(values).map(([name, value]) => {
    const variable = tf.variable(value, trainable);
    value.dispose();
    return [(prefix ?? '') + name, variable];
  });
  return Object.fromEntries(variables) as ParametersOf<Values, Prefix>;
}

/** Frees every tensor of a record. */
export function disposeParameters(parameters: Parameters): void {
  for (const variable of Object.values(parameters)) variable.dispose();
}

/** The parameter of a name that only the run knows; throws if it was never made (a bug, not bad input). */
export function parameter<Value extends tf.Tensor>(
  parameters: Readonly<Record<string, Value>>,
  name: string,
): Value {
  const variable = parameters[name];
  if (variable === undefined)
    throw new Error(`no parameter "${name}" among ${Object.keys(parameters).join(', ')}`);
  return variable;
}

function fill(count: number, draw: () => number): Float32Array {
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = draw();
  return values;
}
