/** From the tasks of a family to one dataset. */
import type { Dataset, Examples, Floor, PartsShape } from '../dataset.ts';
import { joinExamples, partsShape } from '../parts/assemble.ts';
import type { PartShape } from '../parts/assemble.ts';
import { appendIdentity, identityOf } from '../parts/identity.ts';
import type { IdentityConfig } from '../parts/identity.ts';
import type { FamilyPart } from './family-part.ts';

/** Config fields that say how the tasks are put together. */
export interface FamilyAssembly extends IdentityConfig {
  readonly heads: PartsShape['heads'];
}

/** Sizes of a family of `tasks` tasks, from those of one, without the features of the identity. */
export function familyShape(shape: PartShape, config: FamilyAssembly & { readonly tasks: number }) {
  return partsShape(shape, config.tasks, { heads: config.heads, identity: identityOf(config) });
}

/**
 * All tasks in their order, in each split. A family may have one task, unlike a stream: a model of a single task is what
 * a model of many is compared with.
 */
export function assembleFamily(
  shape: PartShape,
  parts: readonly FamilyPart[],
  config: FamilyAssembly,
  floors: readonly Floor[],
): Dataset {
  const split = (key: 'train' | 'validation' | 'test'): Examples => {
    const joined = joinExamples(parts.map((part) => part[key]));
    if (config.identity === 'none') return joined;
    const sizes = { count: joined.count, time: shape.time, features: shape.features };
    return { ...joined, inputs: appendIdentity(joined.inputs, sizes, joined.parts, parts.length) };
  };
  return {
    ...familyShape(shape, { ...config, tasks: parts.length }),
    train: split('train'),
    validation: split('validation'),
    test: split('test'),
    floors,
    partNames: parts.map(({ name }) => name),
  };
}
