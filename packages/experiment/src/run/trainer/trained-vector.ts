/** The trained parameters as a strategy sees them: one vector, in a fixed order. */
import { readBack, tf, type Gradients, type SequenceModel } from '@dsrnn/core';

/** Parameters in the order of a vector. */
export type NamedVariables = readonly (readonly [string, tf.Variable])[];

/** The parameters that training changes, in the order of a strategy's vectors. */
export function trainedParameters({ parameters, rateScale }: SequenceModel): NamedVariables {
  return Object.entries(parameters).filter(([name]) => rateScale[name] !== 0);
}

/** Numbers of all of them. */
export function sizeOf(variables: NamedVariables): number {
  return variables.reduce((sum, [, variable]) => sum + variable.size, 0);
}

/** Values of tensors one after the other, in the order of a strategy's vectors; 0 where there is none. */
export async function joined(
  tensors: readonly (tf.Tensor | null | undefined)[],
  trainable: NamedVariables,
): Promise<Float32Array> {
  const blocks = await Promise.all(
    tensors.map(async (tensor) => (tensor == null ? null : await readBack(tensor))),
  );
  const values = new Float32Array(sizeOf(trainable));
  let at = 0;
  trainable.forEach(([, variable], i) => {
    const block = blocks[i];
    if (block != null) values.set(block, at);
    at += variable.size;
  });
  return values;
}

/** A vector as gradients by name. Call inside a tidy. */
export function named(values: Float32Array, trainable: NamedVariables): Gradients {
  let at = 0;
  return Object.fromEntries(
    trainable.map(([name, variable]) => {
      const from = at;
      at += variable.size;
      return [name, tf.tensor(values.subarray(from, at), variable.shape)];
    }),
  );
}
