/**
 * What a guess would score on the tasks of an experiment. These are facts of the test data; kept beside committed results
 * they let a machine that lacks the data draw them all the same.
 */
import { z } from 'zod';

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits');

/** Scores of one task, or of one stream of tasks, that need no recurrent model. */
export const taskFloors = z.strictObject({
  task: z.string().describe('label of the task or stream'),
  key: hash.describe(
    'SHA-256 of the task in normal form, the digests of its data and the versions behind them: other data have other scores',
  ),
  scores: z.array(
    z.strictObject({
      label: z.string(),
      score: z.number(),
      guess: z
        .strictObject({ standardError: z.number().nonnegative() })
        .exactOptional()
        .describe('where the answer does not depend on the input'),
    }),
  ),
});

/** `floors.json`. */
export const floorsRecord = z.strictObject({
  format: z.literal(1),
  experiment: z.string(),
  profile: z.string(),
  floors: z.array(taskFloors),
});

export type TaskFloors = z.infer<typeof taskFloors>;
export type FloorsRecord = z.infer<typeof floorsRecord>;
