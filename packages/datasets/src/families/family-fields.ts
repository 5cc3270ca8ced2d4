/**
 * Config fields of a family: many tasks of one kind, learnt at once, each a part of the dataset.
 *
 * Task i is the same whatever else is asked for: `{ tasks: 1, first: 3 }` has the examples that part 3 has in
 * `{ tasks: 8 }`. Only the features of the identity differ, as their number is `tasks`.
 */
import { z } from 'zod';
import { upTo, whole } from '../config-fields.ts';
import type { ConfigProblem } from '../config-problem.ts';
import { identityFields } from '../parts/identity.ts';
import { seed } from '../tasks/seed.ts';

/** Fields of every family. */
export const familyFields = {
  tasks: upTo(1000).default(4).describe('number of tasks K'),
  first: whole(0, 1_000_000).default(0).describe('index of the first task, counted from 0'),
  heads: z
    .enum(['shared', 'own'])
    .default('shared')
    .describe('own: every task has outputs of its own; shared: all read the same'),
  ...identityFields,
  identity: identityFields.identity.unwrap().default('one-hot'),
};

/** Further fields of a family whose examples are generated. */
export const generatedFields = {
  trainPerTask: upTo(1_000_000).default(512),
  validationPerTask: upTo(1_000_000).default(128),
  testPerTask: upTo(1_000_000).default(256),
  dataSeed: seed.describe('decides the tasks and their examples; independent of the run seed'),
};

/** Which tasks are asked for. */
export interface TaskRange {
  readonly tasks: number;
  readonly first: number;
}

/** Indices of the tasks asked for. */
export function taskIndices({ tasks, first }: TaskRange): readonly number[] {
  return Array.from({ length: tasks }, (_, k) => first + k);
}

/** What is wrong with a range of tasks where there are `available` of them; `what` they are, `stations`. */
export function rangeProblems(
  { tasks, first }: TaskRange,
  available: number,
  what: string,
): readonly ConfigProblem[] {
  if (first >= available) {
    const message = `${first}, but there are ${available} ${what}; expected 0 to ${available - 1}`;
    return [{ path: ['first'], message }];
  }
  if (first + tasks <= available) return [];
  const message = `${tasks} tasks from first = ${first} on, but there are ${available} ${what}; at most ${available - first}: lower tasks or first`;
  return [{ path: ['tasks'], message }];
}
