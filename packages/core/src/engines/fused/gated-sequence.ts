/**
 * The dense pass of a gated cell: one product for the inputs of all steps, then the time loop as one kernel. Weight gradients
 * are formed once, over all steps.
 */
import { isNone, NONE, skipNumbers, type Floats, type Packed } from '@dsrnn/kernels';
import type { CellSettings } from '../../cells/cell.ts';
import type { FusedJob, FusedPass } from './fused-cell.ts';
import { stateBiasPlace, type GatedCell, type GatedName, type SecondState } from './gated-cell.ts';
import { stateBlock } from './recurrent-pass.ts';
import type { MaskSums } from './sub-network-pass.ts';
import { weightGradients } from './weight-gradient.ts';

/** Numbers of gates that evaluation has at a time: what it computes is read at once and not kept. */
const GATES_AT_ONCE = 2 ** 18;

/** Runs a dense cell; `sums`: of masks of ones whose gradients are wanted. */
export function densePass<C extends SecondState, Bias extends string>(
  cell: GatedCell<C, Bias>,
  job: FusedJob<CellSettings, GatedName | Bias>,
  sums: MaskSums | null,
): FusedPass<GatedName | Bias> {
  const { kernels, tape, time, batch, features, units, x, differentiate } = job;
  const { run } = kernels;
  const step = batch * units;
  const columns = cell.gates * units;
  const { wx, wh, b } = job.parameters;
  const packed = tape.take<'packed'>(run.packedSize(units, columns));
  run.packB(units, columns, wh, columns, packed);
  const packedX = tape.take<'packed'>(run.packedSize(features, columns));
  run.packB(features, columns, wx, columns, packedX);

  const whole = Math.max(1, Math.floor(GATES_AT_ONCE / (batch * columns)));
  const chunk = differentiate ? time : Math.min(time, whole);
  const ofX = tape.take(chunk * batch * columns);
  const ofH = cell.products === 'apart' ? tape.take(chunk * batch * columns) : ofX;
  const hs = stateBlock(job);
  const cs = cell.secondState(() => {
    const block = tape.take((differentiate ? time + 1 : 1) * step);
    kernels.clear(block, step);
    return block;
  });
  const shared = { batch, units, packed, products: { ofX, ofH }, stateBias: stateBiasRow(cell, job) };
  for (let from = 0; from < time; from += chunk) {
    const count = Math.min(chunk, time - from);
    const rows = count * batch;
    run.fillRows(rows, columns, b, ofX, columns);
    run.gemm(rows, columns, features, skipNumbers(x, from * batch * features), features, packedX, ofX, columns, true); // prettier-ignore
    const h = skipNumbers(hs, from * step);
    const steps = { ...shared, time: count, h, c: cs, cStep: differentiate ? step : 0, fresh: from === 0 };
    cell.kernels.sequence(kernels, steps);
  }
  return {
    outputs: skipNumbers(hs, step),
    backward({ kind, at }, gradients) {
      const zeros = (): Floats => {
        const block = tape.take(step);
        kernels.clear(block, step);
        return block;
      };
      const transposed = tape.take<'packed'>(run.packedSize(columns, units));
      run.packBT(columns, units, wh, columns, transposed);
      cell.kernels.sequenceBackward(kernels, {
        ...{ time, batch, units, packed: transposed, products: { ofX, ofH }, h: hs, c: cs },
        ...{ dOut: at, outStep: kind === 'steps' ? step : 0, last: kind === 'last' },
        ...{ dh: zeros(), dc: cell.secondState(zeros) },
        dMask: sums === null ? NONE : sums.h,
        carry: sums?.carry ?? true,
        scratch: sums === null ? NONE : tape.take(step),
      });
      const rows = time * batch;
      const readX = { read: x, width: features, out: gradients.wx, stride: columns };
      const readH = { read: hs, width: units, out: gradients.wh, stride: columns };
      if (ofX === ofH) weightGradients(kernels, tape, rows, ofX, columns, [readX, readH]);
      else {
        weightGradients(kernels, tape, rows, ofX, columns, [readX]);
        weightGradients(kernels, tape, rows, ofH, columns, [readH]);
      }
      run.sumRows(rows, columns, ofX, columns, gradients.b, false);
      const { stateBias } = cell;
      if (stateBias !== null) {
        const { first } = stateBiasPlace(cell, stateBias.gate, units);
        run.sumRows(rows, units, skipNumbers(ofH, first), columns, gradients[stateBias.name], false);
      }
      if (sums !== null && !isNone(sums.x)) addInputMasks(job, wx, ofX, columns, sums.x);
    },
  };
}

/** The bias of the state's product, `[gates · units]`: 0 but for the gate that has one. */
export function stateBiasRow<Bias extends string>(
  cell: Pick<GatedCell<SecondState, Bias>, 'gates' | 'stateBias' | 'lanesOfH' | 'lanesOfX' | 'products'>,
  { kernels, tape, units, parameters }: FusedJob<CellSettings, GatedName | Bias>,
): Floats {
  const row = tape.take(cell.gates * units);
  kernels.clear(row, cell.gates * units);
  const { stateBias } = cell;
  if (stateBias === null) return row;
  const { first } = stateBiasPlace(cell, stateBias.gate, units);
  kernels.copy(parameters[stateBias.name], skipNumbers(row, first), units);
  return row;
}

/** Adds to `dMask` `[batch, features]` what dX `[time, batch, columns]` means for a mask of ones over the inputs. */
function addInputMasks(
  { kernels, batch, time, features, x }: FusedJob,
  wx: Floats,
  dX: Floats,
  columns: number,
  dMask: Floats,
): void {
  const { run, arena } = kernels;
  const packed: Packed = arena.take(run.packedSize(columns, features));
  run.packBT(columns, features, wx, columns, packed);
  const read = arena.take(time * batch * features);
  run.gemm(time * batch, features, columns, dX, columns, packed, read, features, false);
  run.mulInto(time * batch * features, x, read);
  run.sumRows(time, batch * features, read, batch * features, dMask, true);
  arena.give(read);
  arena.give(packed);
}
