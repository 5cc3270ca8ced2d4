import { describe, expect, it } from 'vitest';
import { batchOf, begin, learnerOfFirst, second } from '../../test/toy-strategies.ts';
import { taskGradient } from './task-gradient.ts';

describe('fine-tuning and joint training', () => {
  it('apply the gradient of the batch as it is', async () => {
    for (const kind of ['fine-tune', 'joint']) {
      const learner = await learnerOfFirst();
      const batch = batchOf(second);
      const plain = await taskGradient(learner, batch);
      expect(await begin({ kind }).step(learner, batch, 1)).toEqual(plain);
    }
  });
});
