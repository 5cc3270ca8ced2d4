/**
 * Images under fixed rotations, read row by row: in each experience the image is turned by another angle.
 *
 *   θ_i = maxAngle · i / (experiences − 1)    degrees, counterclockwise; experience 0 is not turned
 *
 * Inputs `[count, side, side]`, a row a step; rotate-square.ts has the interpolation. What a turn brings in from
 * outside is the smallest training input, which is black. Standardisation is that of the images before they are turned. All
 * classes in every experience, one head. After the rotated MNIST of Lopez-Paz & Ranzato (2017), who draw angles from 0
 * to 180 degrees at random; here they are equally spaced, 0 and `maxAngle` included. Examples: transformed-stream.ts.
 */
import { z } from 'zod';
import { refine, type ConfigProblem } from '../config-problem.ts';
import { plainTask } from '../tasks/registry.ts';
import type { PlainTaskConfig } from '../tasks/registry.ts';
import { defineTask } from '../tasks/task-definition.ts';
import { rotateSquares } from './rotate-square.ts';
import { loadTransformed, transformedFields, transformedShape } from './transformed-stream.ts';
import { wrappedClassNames, wrappedProblems } from './wrapped-task.ts';

/** Config of the stream. */
export const rotatedConfig = z
  .strictObject({
    kind: z.literal('rotated'),
    ...transformedFields,
    maxAngle: z
      .number()
      .min(1)
      .max(359)
      .default(180)
      .describe('degrees of the last experience; the others are equally spaced from 0'),
  })
  .superRefine(refine(({ of }) => [...wrappedProblems(of), ...squareProblems(of)].slice(0, 1)));

/** The stream. `load` throws TaskError for counts beyond the wrapped task. */
export const rotated = defineTask({
  kind: 'rotated',
  version: 1,
  title: 'Rotated images',
  summary: 'stream: an image task by rows, turned by another angle in each experience; accuracy',
  config: rotatedConfig,
  sources: ({ of }) => plainTask(of).sources(of),
  shape: transformedShape,
  classNames: ({ of }) => wrappedClassNames(of),
  load: (config, access) =>
    loadTransformed(config, access, ({ time, train }) => {
      const black = train.inputs.reduce((lowest, value) => Math.min(lowest, value), Infinity);
      return Array.from({ length: config.experiences }, (_, i) => {
        const degrees = (config.maxAngle * i) / (config.experiences - 1);
        return {
          name: `${Number(degrees.toFixed(2))} degrees`,
          apply: (inputs: Float32Array) => rotateSquares(inputs, time, degrees, black),
        };
      });
    }),
});

/** Rotation needs images whose steps are their rows, and as many rows as columns. */
function squareProblems(of: PlainTaskConfig): readonly ConfigProblem[] {
  const { time, features } = plainTask(of).shape(of);
  if ('form' in of && of.form === 'rows' && time === features) return [];
  const found = `${of.kind} has sequences of ${time} steps of ${features} features here`;
  const message = `${found}; expected an image task with form rows, steps being the rows, like { kind: digits }`;
  return [{ path: ['of'], message }];
}
