/**
 * PCGrad (Yu et al. 2020): joint training in which the parts' gradients are freed of what opposes one another
 * (projection/pcgrad-projection.ts).
 *
 *   g' = sum_k (n_k / n) p_k,   p_k the projected gradient of the n_k examples of part k in a batch of n
 *
 * The paper adds up the p_k. Here each counts by its part's share of the batch: where no two gradients conflict, the step
 * is that of joint training, and learning rates compare. A step costs the same passes as joint training, in one batch for
 * each part that occurs.
 */
import { selectExamples, type Examples } from '@dsrnn/datasets';
import { groupBy } from '@dsrnn/portable';
import { z } from 'zod';
import { StrategyError } from '../errors.ts';
import { noMemory } from '../memory/example-memory.ts';
import { projectConflicts } from '../projection/pcgrad-projection.ts';
import { defineStrategy, type Gradient } from '../strategy.ts';
import { taskGradient } from './task-gradient.ts';

/** PCGrad. `begin` throws StrategyError for a task without parts. */
export const pcgrad = defineStrategy({
  kind: 'pcgrad',
  version: 1,
  title: 'PCGrad',
  summary: 'all parts mixed; of each part’s gradient what opposes the others is taken away',
  order: 'joint',
  config: z.strictObject({ kind: z.literal('pcgrad') }),
  work: () => 1,
  begin(_config, { shape, parameters, rng }) {
    if (shape.parts === undefined) {
      throw new StrategyError(
        'strategy.kind',
        'pcgrad needs a task that has parts; use joint for one that has none',
      );
    }
    const order = rng.fork('order');
    return {
      async step(learner, batch) {
        const groups = splitByPart(batch);
        const gradients: Gradient[] = [];
        for (const group of groups) gradients.push(await taskGradient(learner, group));
        const projected = projectConflicts(
          gradients.map(({ values }) => values),
          order,
        );
        const sum = new Float64Array(parameters);
        let loss = 0;
        groups.forEach(({ count }, k) => {
          const share = count / batch.count;
          loss += share * gradients[k]!.loss;
          projected[k]!.forEach((value, i) => (sum[i]! += share * value));
        });
        return { loss, values: new Float32Array(sum) };
      },
      memory: () => noMemory,
    };
  },
});

/** The examples of each part that occurs, parts in ascending order. */
function splitByPart(batch: Examples): Examples[] {
  const { parts } = batch;
  if (parts === undefined)
    throw new StrategyError('batch.parts', 'missing; expected the part of every example');
  const members = [...groupBy(parts.keys(), (index) => parts[index]!)].sort(([a], [b]) => a - b);
  return members.map(([, indices]) => selectExamples(batch, indices));
}
