/** Cells that are composed anew for a device. The others run there as they do on the host, a step at a time. */
import type { z } from 'zod';
import type { CellDefinition, CellSettings } from '../../cells/cell.ts';
import { gru } from '../../cells/gru.ts';
import { lstm } from '../../cells/lstm.ts';
import { ltc } from '../../cells/ltc.ts';
import { s4d } from '../../cells/s4d.ts';
import type { DeviceCell } from './device-cell.ts';
import { deviceGru } from './gru.ts';
import { deviceLstm } from './lstm.ts';
import { deviceLtc } from './ltc.ts';
import { deviceS4d } from './s4d.ts';

/** By definition and not by name: a copy with another step is another cell. */
const deviceCells = new Map<unknown, DeviceCell>([
  entry(lstm, deviceLstm),
  entry(gru, deviceGru),
  entry(ltc, deviceLtc),
  entry(s4d, deviceS4d),
]);

/** The cell as a device has it, if it has. */
export function deviceCellOf(cell: CellDefinition): DeviceCell | undefined {
  return deviceCells.get(cell);
}

function entry<Schema extends z.ZodType<CellSettings>>(
  cell: CellDefinition<Schema>,
  onDevice: DeviceCell<z.infer<Schema>>,
): [unknown, DeviceCell] {
  return [cell, onDevice as DeviceCell];
}
