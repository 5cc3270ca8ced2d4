/** The task that a stream is made of: its config field, what it must be, and its data. */
import { z } from 'zod';
import type { ConfigProblem } from '../config-problem.ts';
import type { DataAccess } from '../data-access.ts';
import type { Dataset, TaskShape } from '../dataset.ts';
import { TaskError } from '../errors.ts';
import { plainTask, plainTaskConfig, tasks } from '../tasks/registry.ts';
import type { PlainTaskConfig } from '../tasks/registry.ts';
import type { ClassName } from '../tasks/task-definition.ts';

/** Config field `of`. A stream of a stream is refused. */
export const wrappedTask = z
  .discriminatedUnion('kind', plainTaskConfig.options, {
    error: `expected a task that is no stream: ${tasks.map(({ kind }) => kind).join(', ')}`,
  })
  .meta({ id: 'plainTask' })
  .prefault({ kind: 'digits' })
  .describe('the task that the stream is made of, one that names one class a sequence');

/** A shape of one part whose target is one class a sequence. */
export type ClassShape = TaskShape & { readonly target: { readonly kind: 'class' } };

/** A dataset of that shape. */
export type ClassDataset = Dataset & ClassShape;

/** The sizes of a wrapped task. Throws TaskError unless it names one class a sequence, in one part. */
export function wrappedShape(of: PlainTaskConfig): ClassShape {
  const shape = plainTask(of).shape(of);
  if (isClassShape(shape)) return shape;
  throw new TaskError('task.of.kind', notClasses(of, shape));
}

/** What a wrapped task calls its classes. */
export function wrappedClassNames(of: PlainTaskConfig): readonly ClassName[] | undefined {
  return plainTask(of).classNames?.(of);
}

/** The same check, as problems of a config: none, or one. */
export function wrappedProblems(of: PlainTaskConfig): readonly ConfigProblem[] {
  const shape = plainTask(of).shape(of);
  return isClassShape(shape) ? [] : [{ path: ['of', 'kind'], message: notClasses(of, shape) }];
}

/**
 * The data of a wrapped task. Its errors name fields below `task.of`. Throws TaskError if its training inputs change
 * whenever they are drawn.
 */
export async function loadWrapped(of: PlainTaskConfig, access: DataAccess): Promise<ClassDataset> {
  const shape = wrappedShape(of);
  const dataset = await plainTask(of)
    .load(of, access)
    .catch((error: unknown) => {
      if (!(error instanceof TaskError)) throw error;
      throw new TaskError(error.path.replace(/^task\b/u, 'task.of'), error.problem);
    });
  if (dataset.augment !== undefined) {
    const problem = 'its training inputs change whenever they are drawn, which a stream does not pass on';
    throw new TaskError('task.of', `${problem}; leave out polarity and noise`);
  }
  return { ...dataset, ...shape };
}

function isClassShape(shape: TaskShape): shape is ClassShape {
  return shape.target.kind === 'class' && shape.parts === undefined;
}

function notClasses(of: PlainTaskConfig, { target, parts }: TaskShape): string {
  const found = parts === undefined ? `targets of kind ${target.kind}` : `${parts.count} parts of its own`;
  return `${of.kind} has ${found}; expected a task that names one class a sequence, like digits`;
}
