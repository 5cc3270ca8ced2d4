import { expect, it } from 'vitest';
import { z } from 'zod';
import { refine, requireNone } from './config-problem.ts';
import { TaskError } from './errors.ts';

const wrong = [
  { path: ['groups', 1, 0], message: 'there is no class 9' },
  { path: ['length'], message: 'is too long' },
];

it('all problems of a config are issues at their fields, and a sound one has none', () => {
  const schema = z.object({ ok: z.boolean() }).superRefine(refine(({ ok }) => (ok ? [] : wrong)));
  expect(schema.safeParse({ ok: false }).error?.issues).toMatchObject(wrong);
  expect(schema.safeParse({ ok: true }).success).toBe(true);
});

it('the first problem that data show is thrown, with its field below the task', () => {
  expect(() => requireNone(wrong)).toThrow(new TaskError('task.groups.1.0', 'there is no class 9'));
  expect(() => requireNone([])).not.toThrow();
});
