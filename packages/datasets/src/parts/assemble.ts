/** From the parts of a task, loaded one by one, to one dataset. */
import type { Dataset, Examples, Floor, Identity, PartsShape, Target, TaskShape } from '../dataset.ts';
import { TaskError } from '../errors.ts';
import { joinExamples } from '../select-examples.ts';
import { eachSplit, SPLITS, type Splits } from '../splits.ts';
import { appendIdentity, identityWidth } from './identity.ts';

/** One part: inputs have no identity features, targets are as the head reads them (local where heads are `own`). */
export interface Part extends Splits<Examples> {
  readonly name: string;
}

/** What all parts have in common, without the features of the identity. */
export type PartShape = Omit<TaskShape, 'parts'>;

/** How the parts are put together. */
export interface Assembly {
  readonly heads: PartsShape['heads'];
  readonly identity: Identity;
  /** The config field that decides the parts, for messages: `experiences`. */
  readonly field: string;
  /** Scores to beat, from the joined splits with their `parts`; inputs are still without identity features. */
  readonly floors: (train: JoinedExamples, test: JoinedExamples) => readonly Floor[];
}

/** Examples of all parts, part 0 first. */
export type JoinedExamples = Examples & { readonly parts: Int32Array };

const SPLIT_WORDS = { train: 'training', validation: 'validation', test: 'test' };

/** Sizes of the whole, from those of one part. */
export function partsShape(
  shape: PartShape,
  count: number,
  { heads, identity }: Pick<Assembly, 'heads' | 'identity'>,
): TaskShape & { readonly parts: PartsShape } {
  const features = shape.features + identityWidth(identity, count);
  return { ...shape, features, parts: { count, heads, identity } };
}

/**
 * One dataset of all parts, in their order, in each split. Part p of `parts` is part p of the dataset, and its name the
 * p-th of `partNames`. Throws TaskError that names `field` if there are fewer than two parts, if two have one name, if
 * a part has no example in a split, or if its arrays do not have the sizes and classes of `shape`.
 */
export function assembleParts(shape: PartShape, parts: readonly Part[], assembly: Assembly): Dataset {
  requireParts(shape, parts, assembly.field);
  return joinParts(shape, parts, assembly);
}

/** The same for parts that are known to fit together, of which there may be one alone. */
export function joinParts(
  shape: PartShape,
  parts: readonly Part[],
  assembly: Omit<Assembly, 'field'>,
): Dataset {
  const joined = eachSplit((split) => joinInOrder(parts.map((part) => part[split])));
  const identified = eachSplit((split): Examples => {
    const examples = joined[split];
    if (assembly.identity.kind === 'none') return examples;
    const sizes = { ...shape, count: examples.count };
    return { ...examples, inputs: appendIdentity(examples.inputs, sizes, examples.parts, parts.length) };
  });
  return {
    ...partsShape(shape, parts.length, assembly),
    ...identified,
    floors: assembly.floors(joined.train, joined.test),
    partNames: parts.map(({ name }) => name),
  };
}

/** All examples, one list after the other; `parts` tells the list of each. */
function joinInOrder(lists: readonly Examples[]): JoinedExamples {
  const parts = lists.flatMap(({ count }, part) => Array.from({ length: count }, () => part));
  return { ...joinExamples(lists), parts: Int32Array.from(parts) };
}

function requireParts(shape: PartShape, parts: readonly Part[], field: string): void {
  const refuse = (problem: string): never => {
    throw new TaskError(`task.${field}`, problem);
  };
  if (parts.length < 2) refuse(`${parts.length} part; expected two or more`);
  const names = parts.map(({ name }) => name);
  const twice = names.find((name, p) => names.indexOf(name) < p);
  if (twice !== undefined) refuse(`two parts have the name '${twice}'; expected different names`);
  for (const part of parts) {
    for (const split of SPLITS) {
      const examples = part[split];
      const where = `part '${part.name}'`;
      if (examples.count === 0) {
        refuse(
          `${where} has no ${SPLIT_WORDS[split]} example; every part needs one or more, ask for more data`,
        );
      }
      const problem = sizeProblem(shape, examples);
      if (problem !== undefined) refuse(`${where}, ${SPLIT_WORDS[split]} split: ${problem}`);
    }
  }
}

function sizeProblem({ time, features, target }: PartShape, examples: Examples): string | undefined {
  const { count, inputs, targets } = examples;
  if (inputs.length !== count * time * features) {
    const expected = `[${count}, ${time}, ${features}]`;
    return `inputs are ${inputs.length} numbers; expected ${expected}; all parts need one shape`;
  }
  if (targets.length !== count * targetSize(target, time)) {
    const expected = `${count} x ${targetSize(target, time)}`;
    return `there are ${targets.length} targets; expected ${expected}; all parts need one kind of target`;
  }
  if (!('classes' in target)) return undefined;
  const outside = targets.find((label) => label < 0 || label >= target.classes);
  if (outside === undefined) return undefined;
  return `class ${outside} is a target; expected 0 to ${target.classes - 1}`;
}

/** Targets of one example. */
function targetSize(target: Target, time: number): number {
  if (target.kind === 'class') return 1;
  if (target.kind === 'class-per-step') return time;
  return target.kind === 'value' ? target.size : time * target.size;
}
