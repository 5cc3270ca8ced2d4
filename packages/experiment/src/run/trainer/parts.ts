/** Examples of the parts of a task. */
import type { Examples, TaskShape } from '@dsrnn/datasets';
import { gather } from './batches.ts';

/** The examples of one part, copied, in their order. Throws if they do not say which part they belong to. */
export function examplesOfPart(examples: Examples, shape: TaskShape, part: number): Examples {
  const { parts, count } = examples;
  if (parts === undefined) throw new Error('these examples do not say which part they belong to');
  const own = Array.from({ length: count }, (_, i) => i).filter((i) => parts[i] === part);
  return gather(examples, shape, Int32Array.from(own));
}
