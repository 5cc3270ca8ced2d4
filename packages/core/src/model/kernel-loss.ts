/** The loss of a batch on the kernels: its value, and its gradient in place of the outputs. */
import type { Floats, Kernels, Workspace } from '@dsrnn/kernels';
import { ShapeError } from '../errors.ts';
import { checkLabels } from './losses.ts';
import { pickOwn, spreadOwn, type OwnHeads } from './own-heads.ts';

/** What the outputs of a batch are to be, row by row. */
export type Target =
  | { readonly kind: 'classes'; readonly classes: number; readonly labels: Int32Array }
  | { readonly kind: 'values'; readonly values: Float32Array };

/**
 * Mean loss of so many outputs, rounded to float32 as a tensor would hold it; its gradient replaces them. `own`: they are
 * those of several heads. Throws like the losses on tensors.
 */
export function kernelLoss(
  kernels: Kernels,
  tape: Workspace,
  outputs: Floats,
  count: number,
  target: Target,
  own: OwnHeads | null,
): number {
  if (own === null) return Math.fround(lossOf(kernels, tape, outputs, count, target));
  const size = count / own.heads;
  const picked = tape.take(size);
  pickOwn(kernels.view(outputs, count), kernels.view(picked, size), own);
  const loss = lossOf(kernels, tape, picked, size, target);
  spreadOwn(kernels.view(picked, size), kernels.view(outputs, count), own);
  return Math.fround(loss);
}

function lossOf(kernels: Kernels, tape: Workspace, outputs: Floats, count: number, target: Target): number {
  if (target.kind === 'values') {
    const { values } = target;
    if (values.length !== count) throw new ShapeError('targets', [count], [values.length]);
    const wanted = tape.take(count);
    kernels.write(wanted, values);
    return kernels.run.meanSquaredError(count, outputs, wanted, outputs);
  }
  const { classes, labels } = target;
  const rows = count / classes;
  checkLabels(labels, rows, classes);
  const wanted = tape.take<'labels'>(rows);
  kernels.writeIntegers(wanted, labels);
  return kernels.run.softmaxCrossEntropy(rows, classes, outputs, wanted, outputs);
}
