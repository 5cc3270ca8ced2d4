/** Cells that can be fed step by step. No stream runs the others. */
import type { CellDefinition, NameOf, SettingsOf } from '../../cells/cell.ts';
import { gru } from '../../cells/gru.ts';
import { lstm } from '../../cells/lstm.ts';
import { ltc } from '../../cells/ltc.ts';
import { s4d } from '../../cells/s4d.ts';
import { CellMap, type OfCell } from '../cell-map.ts';
import { gatedGru } from '../fused/gru.ts';
import { gatedLstm } from '../fused/lstm.ts';
import type { CellStreaming } from './cell-stream.ts';
import { gatedStreaming } from './gated.ts';
import { streamLtc } from './ltc.ts';
import { streamS4d } from './s4d.ts';

interface Streaming extends OfCell {
  readonly it: CellStreaming<SettingsOf<this['cell']>, NameOf<this['cell']>>;
}

const streamedCells = new CellMap<Streaming>()
  .with(lstm, gatedStreaming(gatedLstm))
  .with(gru, gatedStreaming(gatedGru))
  .with(ltc, streamLtc)
  .with(s4d, streamS4d);

/** How the cell is fed step by step, if it can be. */
export function cellStreaming(cell: CellDefinition): CellStreaming | undefined {
  return streamedCells.of(cell);
}
