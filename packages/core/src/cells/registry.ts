/** All architectures. Adding one: a file beside this one and an entry in `cells`. */
import type { z } from 'zod';
import { byKind, configUnion } from '../config-union.ts';
import type { CellDefinition } from './cell.ts';
import { lstm } from './lstm.ts';

/** Every architecture. */
export const cells = [lstm] as const;

/** Settings of any architecture, told apart by `kind`. */
export const cellConfig = configUnion(cells);
/** Settings of any architecture, defaults filled in. */
export type CellConfig = z.infer<typeof cellConfig>;

/** The definition of an architecture by its `kind`. Throws RangeError that lists the known ones. */
export function cellDefinition(kind: string): CellDefinition {
  return byKind('architecture', cells, kind);
}
