/** Cells that can be fed step by step. No stream runs the others. */
import type { z } from 'zod';
import type { CellDefinition, CellSettings } from '../../cells/cell.ts';
import { gru } from '../../cells/gru.ts';
import { lstm } from '../../cells/lstm.ts';
import { ltc } from '../../cells/ltc.ts';
import { s4d } from '../../cells/s4d.ts';
import { gatedGru } from '../fused/gru.ts';
import { gatedLstm } from '../fused/lstm.ts';
import type { CellStreaming } from './cell-stream.ts';
import { gatedStreaming } from './gated.ts';
import { streamLtc } from './ltc.ts';
import { streamS4d } from './s4d.ts';

/** By definition and not by name: a copy with another step is another cell. */
const streamedCells = new Map<unknown, CellStreaming>([
  entry(lstm, gatedStreaming(gatedLstm)),
  entry(gru, gatedStreaming(gatedGru)),
  entry(ltc, streamLtc),
  entry(s4d, streamS4d),
]);

/** How the cell is fed step by step, if it can be. */
export function cellStreaming(cell: CellDefinition): CellStreaming | undefined {
  return streamedCells.get(cell);
}

function entry<Schema extends z.ZodType<CellSettings>>(
  cell: CellDefinition<Schema>,
  streaming: CellStreaming<z.infer<Schema>>,
): [unknown, CellStreaming] {
  return [cell, streaming as CellStreaming];
}
