/** From the tasks of a family to one dataset. */
import type { Dataset, PartsShape } from '../dataset.ts';
import { joinParts, partsShape, type PartShape } from '../parts/assemble.ts';
import { identityOf, type IdentityConfig } from '../parts/identity.ts';
import { familyFloors } from './family-floors.ts';
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
 * All tasks in their order, in each split; `persistence` says what their own forecasts are. A family may have one task,
 * unlike a stream: a model of a single task is what a model of many is compared with.
 */
export function assembleFamily(
  shape: PartShape,
  parts: readonly FamilyPart[],
  config: FamilyAssembly,
  persistence: string,
): Dataset {
  return joinParts(shape, parts, {
    heads: config.heads,
    identity: identityOf(config),
    floors: () => familyFloors(parts, shape, persistence),
  });
}
