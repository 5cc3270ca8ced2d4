/** Masks that are the same for all inputs and steps. */
import { skipNumbers, type Floats, type Kernels, type Workspace } from '@dsrnn/kernels';
import type { StreamMasks } from './cell-stream.ts';
import type { StepBlock } from './router-masks.ts';

/** Masks by value; `x` null: inputs are not masked. */
export interface MaskValues {
  readonly x: Float32Array | null;
  readonly h: Float32Array;
}

/** Given masks. */
export class ConstantMasks implements StreamMasks {
  readonly columns: Floats;
  readonly x: Floats;
  readonly h: Floats;
  readonly read = 'current';
  readonly groups = null;
  readonly inputs: boolean;
  readonly state = {};

  constructor(kernels: Kernels, memory: Workspace, { features, units }: StepBlock, { x, h }: MaskValues) {
    this.columns = memory.take(features + units);
    this.x = this.columns;
    this.h = skipNumbers(this.columns, features);
    this.inputs = x !== null;
    kernels.fill(this.x, features, 1);
    if (x !== null) kernels.write(this.x, x);
    kernels.write(this.h, h);
  }

  decide(): void {
    // Decided from the start.
  }
}
