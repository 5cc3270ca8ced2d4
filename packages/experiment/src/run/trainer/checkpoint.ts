/** A copy of a model's parameters and buffers on the host, to go back to the best ones, or to be kept. */
import { readBack, tf, type Parameters } from '@dsrnn/core';

/** The values of one parameter or buffer, in row-major order. */
export interface SavedTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** All of a model, by name. */
export type Checkpoint = ReadonlyMap<string, SavedTensor>;

/** Copies all values. */
export async function takeCheckpoint(saved: Parameters): Promise<Checkpoint> {
  const entries = Object.entries(saved).map(
    async ([name, value]) =>
      [name, { shape: [...value.shape], values: (await readBack(value)).slice() }] as const,
  );
  return new Map(await Promise.all(entries));
}

/** Writes the values back. Throws if the checkpoint is of a model with other names or shapes. */
export function restoreCheckpoint(saved: Parameters, checkpoint: Checkpoint): void {
  const misfit = misfitOf(saved, checkpoint);
  if (misfit !== null) throw new Error(`the checkpoint ${misfit}`);
  tf.tidy(() => {
    for (const [name, { shape, values }] of checkpoint)
      (saved[name] as tf.Variable).assign(tf.tensor(values, [...shape]));
  });
}

/** Why a checkpoint is not one of this model; null if it is. */
export function misfitOf(saved: Parameters, checkpoint: Checkpoint): string | null {
  const sizes = (shape: readonly number[]): string => `[${shape.join(', ')}]`;
  for (const [name, variable] of Object.entries(saved)) {
    const found = checkpoint.get(name);
    if (found === undefined) return `lacks "${name}" ${sizes(variable.shape)}`;
    if (sizes(found.shape) !== sizes(variable.shape))
      return `has "${name}" as ${sizes(found.shape)}, the model as ${sizes(variable.shape)}`;
  }
  const unknown = [...checkpoint.keys()].find((name) => saved[name] === undefined);
  return unknown === undefined ? null : `holds "${unknown}", which the model does not have`;
}
