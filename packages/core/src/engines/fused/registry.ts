/** Cells that have kernels. The reference engine runs the others. */
import type { CellDefinition, NameOf, SettingsOf } from '../../cells/cell.ts';
import { gru } from '../../cells/gru.ts';
import { lstm } from '../../cells/lstm.ts';
import { ltc } from '../../cells/ltc.ts';
import { s4d } from '../../cells/s4d.ts';
import { CellMap, type OfCell } from '../cell-map.ts';
import type { FusedCell } from './fused-cell.ts';
import { fusedGated } from './gated-pass.ts';
import { gatedGru } from './gru.ts';
import { gatedLstm } from './lstm.ts';
import { fusedLtc } from './ltc.ts';
import { fusedS4d } from './s4d.ts';

interface Fused extends OfCell {
  readonly it: FusedCell<SettingsOf<this['cell']>, NameOf<this['cell']>>;
}

const fusedCells = new CellMap<Fused>()
  .with(lstm, fusedGated(gatedLstm))
  .with(gru, fusedGated(gatedGru))
  .with(ltc, fusedLtc)
  .with(s4d, fusedS4d);

/** The cell on the kernels, if it has any. */
export function fusedCellOf(cell: CellDefinition): FusedCell | undefined {
  return fusedCells.of(cell);
}
