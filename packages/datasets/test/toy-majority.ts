/**
 * A whole task in one file, as an outsider would add it: which of two signs is more frequent in T random ones, T odd
 * (generated). Inputs `[count, T, 1]`, two classes, 1 for plus.
 */
import { createRng } from '@dsrnn/portable';
import type { Rng } from '@dsrnn/portable';
import { z } from 'zod';
import { majorityClassFloor } from '../src/class-floors.ts';
import type { Examples, TaskShape } from '../src/dataset.ts';
import { defineTask } from '../src/tasks/task-definition.ts';

const toyMajorityConfig = z.strictObject({
  kind: z.literal('toy-majority'),
  pairs: z.int().positive().default(3).describe('steps are twice as many and one'),
  count: z.int().positive().default(20).describe('examples of each split'),
});

/** The task. */
export const toyMajority = defineTask({
  kind: 'toy-majority',
  version: 1,
  title: 'Majority of signs',
  summary: 'generated: the more frequent sign; accuracy',
  config: toyMajorityConfig,
  sources: () => [],
  shape,
  load: async (config) => {
    const rng = createRng(1).fork('toy-majority');
    const test = draw(config, rng.fork('test'));
    return {
      ...shape(config),
      train: draw(config, rng.fork('train')),
      validation: draw(config, rng.fork('validation')),
      test,
      floors: [majorityClassFloor(test)],
    };
  },
});

function shape({ pairs }: { readonly pairs: number }): TaskShape {
  return { time: 2 * pairs + 1, features: 1, target: { kind: 'class', classes: 2 }, metric: 'accuracy' };
}

function draw(config: z.output<typeof toyMajorityConfig>, rng: Rng): Examples {
  const { time } = shape(config);
  const inputs = Float32Array.from({ length: config.count * time }, () => 2 * rng.integer(2) - 1);
  const targets = Int32Array.from({ length: config.count }, (_, i) =>
    inputs.subarray(i * time, (i + 1) * time).reduce((sum, x) => sum + x) > 0 ? 1 : 0,
  );
  return { count: config.count, inputs, targets };
}
