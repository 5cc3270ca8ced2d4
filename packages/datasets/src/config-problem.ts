/** What is wrong with the config of a task beyond its single fields. */
import type { z } from 'zod';
import { TaskError } from './errors.ts';

/** A field by its path below the task, what is wrong with it, and what to do. */
export interface ConfigProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** A refinement of a zod schema that reports these problems, so that whoever takes a parsed config need not look again. */
export function refine<Config>(problemsOf: (config: Config) => readonly ConfigProblem[]) {
  return (config: Config, context: z.RefinementCtx<Config>): void => {
    for (const { path, message } of problemsOf(config)) {
      context.addIssue({ code: 'custom', path: [...path], message });
    }
  };
}

/** Throws TaskError for the first problem that data show which hold less than the schema knows of. */
export function requireNone([problem]: readonly ConfigProblem[]): void {
  if (problem !== undefined) throw new TaskError(['task', ...problem.path].join('.'), problem.message);
}
