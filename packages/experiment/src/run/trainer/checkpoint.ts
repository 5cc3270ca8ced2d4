/** A copy of a model's parameters and buffers on the host, to go back to the best ones. */
import { readBack, tf, type Parameters } from '@dsrnn/core';

/** Values by name. */
export type Checkpoint = ReadonlyMap<string, Float32Array>;

/** Copies all values. */
export async function takeCheckpoint(saved: Parameters): Promise<Checkpoint> {
  const entries = Object.entries(saved).map(
    async ([name, value]) => [name, (await readBack(value)).slice()] as const,
  );
  return new Map(await Promise.all(entries));
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
