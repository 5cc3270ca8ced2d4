/** Cells that are composed anew for a device. The others run there as they do on the host, a step at a time. */
import type { CellDefinition } from '../../cells/cell.ts';
import { gru } from '../../cells/gru.ts';
import { lstm } from '../../cells/lstm.ts';
import { ltc } from '../../cells/ltc.ts';
import { s4d } from '../../cells/s4d.ts';
import { CellMap, type OfCell } from '../cell-map.ts';
import type { DeviceCell } from './device-cell.ts';
import { deviceGru } from './gru.ts';
import { deviceLstm } from './lstm.ts';
import { deviceLtc } from './ltc.ts';
import { deviceS4d } from './s4d.ts';

interface Device extends OfCell {
  readonly it: DeviceCell<this['cell']>;
}

const deviceCells = new CellMap<Device>()
  .with(lstm, deviceLstm)
  .with(gru, deviceGru)
  .with(ltc, deviceLtc)
  .with(s4d, deviceS4d);

/** The cell as a device has it, if it has. */
export function deviceCellOf(cell: CellDefinition): DeviceCell | undefined {
  return deviceCells.of(cell);
}
