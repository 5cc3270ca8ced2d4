/** Gradients without what training would not move. */
import type { SequenceModel } from '@dsrnn/core';
import type { ExampleGradients } from './example-gradients.ts';

/**
 * The same gradients, 0 where the method holds a weight at 0. One that prunes weights keeps their mask beside them, as the
 * buffer `mask.<name>`: training moves only the ones.
 */
export function withoutHeldWeights(
  { recurrent }: SequenceModel,
  gradients: ExampleGradients,
): ExampleGradients {
  return Object.fromEntries(
    Object.entries(gradients).map(([name, vectors]) => {
      const mask = recurrent.buffers[`mask.${name}`]?.dataSync<'float32'>();
      return [
        name,
        mask === undefined
          ? vectors
          : vectors.map((vector) => vector.map((value, i) => (mask[i] === 0 ? 0 : value))),
      ];
    }),
  );
}
