/** What an engine can do for which cell. */
import type { z } from 'zod';
import type { CellDefinition, CellSettings } from '../cells/cell.ts';

/** Names the type that an engine has for a cell, as it depends on the cell's settings: extend it and give `it` by `this`. */
export interface OfCell {
  readonly settings: CellSettings;
  readonly it: unknown;
}

type For<Of extends OfCell, Settings> = (Of & { readonly settings: Settings })['it'];

/** Finds by definition and not by name: a copy with another step is another cell. */
export class CellMap<Of extends OfCell> {
  readonly #entries = new Map<unknown, For<Of, CellSettings>>();

  /** Adds a cell; what is given must fit its settings. */
  with<Schema extends z.ZodType<CellSettings>>(
    cell: CellDefinition<Schema>,
    it: For<Of, z.infer<Schema>>,
  ): this {
    this.#entries.set(cell, it);
    return this;
  }

  /** What the engine has for the cell, if anything. */
  of(cell: CellDefinition): For<Of, CellSettings> | undefined {
    return this.#entries.get(cell);
  }
}
