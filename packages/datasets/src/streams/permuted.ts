/**
 * A task under fixed permutations: in each experience the numbers of a sequence are in another order.
 *
 *   x'_i[k] = x[π_i(k)]     k over all time · features numbers of a sequence;  π_0 = identity
 *
 * π_1, π_2, … are drawn from `streamSeed`, one of its own for every experience, and are the same for all examples and splits.
 * Numbers move across steps and features alike, so nothing of the order in time is kept but in experience 0.
 * Inputs `[count, time, features]`; all classes in every experience, one head. Permuted MNIST as in Goodfellow et al.
 * (2014) and Kirkpatrick et al. (2017), read as a sequence. Examples: transformed-stream.ts.
 */
import { createRng } from '@dsrnn/portable';
import { z } from 'zod';
import { refine } from '../config-problem.ts';
import { plainTask } from '../tasks/registry.ts';
import { defineTask } from '../tasks/task-definition.ts';
import { loadTransformed, transformedFields, transformedShape } from './transformed-stream.ts';
import type { Transform } from './transformed-stream.ts';
import { wrappedClassNames, wrappedProblems } from './wrapped-task.ts';

/** Config of the stream. */
export const permutedConfig = z
  .strictObject({ kind: z.literal('permuted'), ...transformedFields })
  .superRefine(refine(({ of }) => wrappedProblems(of)));

/** The stream. `load` throws TaskError for counts beyond the wrapped task. */
export const permuted = defineTask({
  kind: 'permuted',
  version: 1,
  title: 'Permuted inputs',
  summary: 'stream: another task, its inputs in another fixed order in each experience; accuracy',
  config: permutedConfig,
  sources: ({ of }) => plainTask(of).sources(of),
  shape: transformedShape,
  classNames: ({ of }) => wrappedClassNames(of),
  load: (config, access) =>
    loadTransformed(config, access, ({ time, features }) =>
      Array.from({ length: config.experiences }, (_, i) =>
        permutation(i, inputOrder(time * features, i, config.streamSeed)),
      ),
    ),
});

/** π_i as `[size]`: the k-th number of experience i is number `order[k]` of the wrapped task. */
function inputOrder(size: number, experience: number, streamSeed: number): Int32Array {
  if (experience === 0) return Int32Array.from({ length: size }, (_, k) => k);
  return createRng(streamSeed).fork(`permutation/${experience}`).permutation(size);
}

function permutation(experience: number, order: Int32Array): Transform {
  return {
    name: experience === 0 ? 'unpermuted' : `permutation ${experience}`,
    apply: (inputs) => {
      const permutedInputs = new Float32Array(inputs.length);
      for (let start = 0; start < inputs.length; start += order.length) {
        for (let k = 0; k < order.length; k++) permutedInputs[start + k] = inputs[start + order[k]!]!;
      }
      return permutedInputs;
    },
  };
}
