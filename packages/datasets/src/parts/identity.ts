/**
 * How a model is told which part of a task an example belongs to: config fields, and the features that carry it.
 *
 *   x'_t = (x_t, e_p)      e_p: one-hot vector of part p, the same at every step
 */
import { z } from 'zod';
import { upTo } from '../config-fields.ts';
import type { Identity } from '../dataset.ts';

/** Config fields of every task that is made of parts. */
export const identityFields = {
  identity: z
    .enum(['none', 'one-hot', 'embedding'])
    .default('none')
    .describe(
      'what the model is told of the part. one-hot: its one-hot vector at every step; embedding: a learned vector instead',
    ),
  embeddingSize: upTo(1024)
    .default(8)
    .describe('numbers of the learned vector; read only with identity embedding'),
};

/** The identity fields after parsing. */
export interface IdentityConfig {
  readonly identity: Identity['kind'];
  readonly embeddingSize: number;
}

/** What `PartsShape` says of these fields. */
export function identityOf({ identity, embeddingSize }: IdentityConfig): Identity {
  return identity === 'embedding' ? { kind: identity, size: embeddingSize } : { kind: identity };
}

/** Features that the identity of one of `partCount` parts adds to every step: 0 or `partCount`. */
export function identityWidth({ kind }: Pick<Identity, 'kind'>, partCount: number): number {
  return kind === 'none' ? 0 : partCount;
}

/** Sizes of inputs `[count, time, features]`. */
export interface InputSizes {
  readonly count: number;
  readonly time: number;
  readonly features: number;
}

/**
 * New inputs `[count, time, features + partCount]`: those of `inputs` `[count, time, features]`, then the one-hot vector
 * of the example's part. `parts` `[count]` holds indices from 0 to `partCount` − 1.
 */
export function appendIdentity(
  inputs: Float32Array,
  { count, time, features }: InputSizes,
  parts: Int32Array,
  partCount: number,
): Float32Array {
  const width = features + partCount;
  const extended = new Float32Array(count * time * width);
  for (let step = 0; step < count * time; step++) {
    extended.set(inputs.subarray(step * features, (step + 1) * features), step * width);
    extended[step * width + features + parts[Math.floor(step / time)]!] = 1;
  }
  return extended;
}
