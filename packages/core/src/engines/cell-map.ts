/** What an engine can do for which cell. */
import type { CellDefinition } from '../cells/cell.ts';

/** Names the type that an engine has for a cell, as it depends on the cell: extend it and give `it` by `this`. */
export interface OfCell {
  readonly cell: CellDefinition;
  readonly it: unknown;
}

type For<Of extends OfCell, Cell> = (Of & { readonly cell: Cell })['it'];

/** Finds by definition and not by name: a copy with another step is another cell. */
export class CellMap<Of extends OfCell> {
  readonly #entries = new Map<unknown, For<Of, CellDefinition>>();

  /** Adds a cell; what is given must fit its settings, its parameters and its state. */
  with<Cell extends CellDefinition>(cell: Cell, it: For<Of, Cell>): this {
    this.#entries.set(cell, it);
    return this;
  }

  /** What the engine has for the cell, if anything. */
  of(cell: CellDefinition): For<Of, CellDefinition> | undefined {
    return this.#entries.get(cell);
  }
}
