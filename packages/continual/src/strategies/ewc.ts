/**
 * Elastic weight consolidation (Kirkpatrick et al. 2017), online (Schwarz et al. 2018): parameters that mattered to past
 * parts are held near the values that they had after the last one.
 *
 *   after a part     F ← gamma F + F_part,   theta* ← theta
 *   loss             task loss + lambda/2 sum_i F_i (theta_i − theta*_i)²
 *
 * F_part is the diagonal of the empirical Fisher information over some training examples of the part
 * (importance/fisher-diagonal.ts). One F and one anchor for all past parts, not one for each as in the first paper. The
 * gradient of the penalty is added as a formula: a step costs what fine-tuning costs, the end of a part one pass an
 * example. After the last part nothing is estimated: no step would use it. Plain gradient descent follows the penalty
 * stably only while rate · lambda · F_i < 2.
 */
import { z } from 'zod';
import { fisherDiagonal } from '../importance/fisher-diagonal.ts';
import { quadraticPenalty, type Anchor } from '../importance/quadratic-penalty.ts';
import { sampleIndices } from '../memory/sample-indices.ts';
import { defineStrategy } from '../strategy.ts';
import { taskGradient } from './task-gradient.ts';

/** Online EWC. */
export const ewc = defineStrategy({
  kind: 'ewc',
  version: 1,
  title: 'online EWC',
  summary: 'parameters are held near their old values, by how much they mattered to past parts',
  order: 'sequential',
  config: z.strictObject({
    kind: z.literal('ewc'),
    lambda: z.number().nonnegative().max(1_000_000_000).default(100).describe('strength of the penalty'),
    gamma: z
      .number()
      .min(0)
      .max(1)
      .default(1)
      .describe('share of the importance of earlier parts that is left after each part; 1: all'),
    fisherExamples: z
      .int()
      .positive()
      .max(1_000_000)
      .default(100)
      .describe('training examples of a part from which importance is estimated'),
  }),
  work: ({ fisherExamples }, { parts, batchSize, steps }) =>
    1 + ((parts - 1) * fisherExamples) / (batchSize * steps),
  begin({ lambda, gamma, fisherExamples }, { parts, parameters, rng }) {
    let anchor: Anchor | null = null;
    let ended = 0;
    return {
      async step(learner, batch) {
        const task = await taskGradient(learner, batch);
        if (anchor === null) return task;
        const { value, gradient } = quadraticPenalty(await learner.parameters(), anchor, lambda);
        return { loss: task.loss + value, values: task.values.map((one, i) => one + gradient[i]!) };
      },
      async endPart(part, learner, examples) {
        ended += 1;
        if (ended === parts) return;
        const indices = sampleIndices(examples.count, fisherExamples, rng.fork(`part/${String(part)}`));
        const importance = await fisherDiagonal(learner, examples, indices, parameters);
        anchor?.importance.forEach((earlier, i) => (importance[i]! += gamma * earlier));
        anchor = { parameters: await learner.parameters(), importance };
      },
      memory: () => ({ examples: 0, numbers: anchor === null ? 0 : 2 * parameters }),
    };
  },
});
