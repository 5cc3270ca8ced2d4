/** Blocks for the two products of a gated cell, and their biases. */
import { skipNumbers } from '@dsrnn/kernels';
import type { CellSettings } from '../../cells/cell.ts';
import { stateBiasPlace, type GatedName, type GatedProducts, type GatedShape } from '../fused/gated-cell.ts';
import type { StreamGating, StreamJob } from './cell-stream.ts';
import { paddedBias, paddedOutputs } from './column-product.ts';

/** A gated cell that is to run step by step. */
export type GatedJob<Bias extends string, Gating extends StreamGating = StreamGating> = StreamJob<
  Gating,
  CellSettings,
  GatedName | Bias
>;

/** Biases of the two products, padded; the state's is 0 but for the gate that has one. */
export function biasesOf<Bias extends string>(
  cell: GatedShape<Bias>,
  { kernels, memory, units, parameters }: GatedJob<Bias>,
): GatedProducts {
  const columns = cell.gates * units;
  const ofX = paddedBias(kernels, memory, columns, parameters.borrow('b'));
  if (cell.products === 'summed') return { ofX, ofH: ofX };
  const ofH = memory.take(paddedOutputs(columns));
  kernels.clear(ofH, paddedOutputs(columns));
  if (cell.stateBias !== null) {
    const { name, gate } = cell.stateBias;
    kernels.copy(parameters.borrow(name), skipNumbers(ofH, stateBiasPlace(cell, gate, units).first), units);
  }
  return { ofX, ofH };
}

/** Blocks for products of a step; the same one where they are summed. */
export function blocksOf(cell: GatedShape, { memory, units }: StreamJob): GatedProducts {
  const width = paddedOutputs(cell.gates * units);
  const ofX = memory.take(width);
  return { ofX, ofH: cell.products === 'summed' ? ofX : memory.take(width) };
}
