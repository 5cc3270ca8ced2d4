/** Cells that have kernels. The reference engine runs the others. */
import type { z } from 'zod';
import type { CellDefinition, CellSettings } from '../../cells/cell.ts';
import { gru } from '../../cells/gru.ts';
import { lstm } from '../../cells/lstm.ts';
import { ltc } from '../../cells/ltc.ts';
import { s4d } from '../../cells/s4d.ts';
import type { FusedCell } from './fused-cell.ts';
import { fusedGated } from './gated-pass.ts';
import { gatedGru } from './gru.ts';
import { gatedLstm } from './lstm.ts';
import { fusedLtc } from './ltc.ts';
import { fusedS4d } from './s4d.ts';

/** By definition and not by name: a copy with another step is another cell. */
const fusedCells = new Map<unknown, FusedCell>([
  entry(lstm, fusedGated(gatedLstm)),
  entry(gru, fusedGated(gatedGru)),
  entry(ltc, fusedLtc),
  entry(s4d, fusedS4d),
]);

/** The cell on the kernels, if it has any. */
export function fusedCellOf(cell: CellDefinition): FusedCell | undefined {
  return fusedCells.get(cell);
}

function entry<Schema extends z.ZodType<CellSettings>>(
  cell: CellDefinition<Schema>,
  fused: FusedCell<z.infer<Schema>>,
): [unknown, FusedCell] {
  return [cell, fused];
}
