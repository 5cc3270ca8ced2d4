import type { z } from 'zod';

/** What is wrong with the config of a stream beyond its single fields: path of the field, and what to do. */
export interface StreamProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** A refinement of a zod schema that reports these problems. */
export function refineStream<Config>(problems: (config: Config) => readonly StreamProblem[]) {
  return (config: Config, context: z.RefinementCtx<Config>): void => {
    for (const { path, message } of problems(config)) {
      context.addIssue({ code: 'custom', path: [...path], message });
    }
  };
}
