/** All architectures. Adding one: a file beside this one and an entry in `cells`. */
import { byKind, configUnion } from '@dsrnn/portable';
import type { z } from 'zod';
import type { CellDefinition } from './cell.ts';
import { gru } from './gru.ts';
import { lstm } from './lstm.ts';
import { ltc } from './ltc.ts';
import { s4d } from './s4d.ts';

/** Every architecture. */
export const cells = [lstm, gru, ltc, s4d] as const;

/** Settings of any architecture, told apart by `kind`. */
export const cellConfig = configUnion(cells);
/** Settings of any architecture, defaults filled in. */
export type CellConfig = z.infer<typeof cellConfig>;

/** The definition of an architecture by its `kind`. Throws RangeError that lists the known ones. */
export function cellDefinition(kind: string): CellDefinition {
  return byKind('architecture', cells, kind);
}
