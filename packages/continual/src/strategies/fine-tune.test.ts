import { describe, expect, it } from 'vitest';
import { batchOf, begin, learnerOfFirst, second } from '../../test/toy-strategies.ts';
import { taskGradient } from './task-gradient.ts';

describe('fine-tuning and joint training', () => {
  it('apply the gradient of the batch as it is', () => {
    for (const kind of ['fine-tune', 'joint']) {
      const learner = learnerOfFirst();
      const batch = batchOf(second);
      expect(begin({ kind }).step(learner, batch, 1)).toEqual(taskGradient(learner, batch));
    }
  });
});
