/** A copy of a model's parameters and buffers on the host, to go back to the best ones. */
import { tf, type Parameters } from '@dsrnn/core';

/** Values by name. */
export type Checkpoint = ReadonlyMap<string, Float32Array>;

/** Copies all values. */
export function takeCheckpoint(saved: Parameters): Checkpoint {
  return new Map(Object.entries(saved).map(([name, value]) => [name, value.dataSync<'float32'>().slice()]));
}

/** Writes the values back. */
export function restoreCheckpoint(saved: Parameters, checkpoint: Checkpoint): void {
  tf.tidy(() => {
    for (const [name, value] of checkpoint) {
      const variable = saved[name];
      if (variable === undefined) throw new Error(`checkpoint holds unknown "${name}"`);
      variable.assign(tf.tensor(value, variable.shape));
    }
  });
}
