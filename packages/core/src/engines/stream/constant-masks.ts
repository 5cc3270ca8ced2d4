/** Masks that are the same for all inputs and steps. */
import type { Kernels, Pointer, Workspace } from '@dsrnn/kernels';
import type { StreamMasks } from './cell-stream.ts';
import type { StepBlock } from './router-masks.ts';

/** Masks by value; `x` null: inputs are not masked. */
export interface MaskValues {
  readonly x: Float32Array | null;
  readonly h: Float32Array;
}

/** Given masks. */
export class ConstantMasks implements StreamMasks {
  readonly at: Pointer;
  readonly x: Pointer;
  readonly h: Pointer;
  readonly inputs: boolean;
  readonly state = {};

  constructor(kernels: Kernels, memory: Workspace, { features, units }: StepBlock, { x, h }: MaskValues) {
    this.at = memory.take(features + units);
    this.x = this.at;
    this.h = this.at + 4 * features;
    this.inputs = x !== null;
    kernels.f32.fill(1, this.x / 4, this.x / 4 + features);
    if (x !== null) kernels.write(this.x, x);
    kernels.write(this.h, h);
  }

  decide(): void {
    // Decided from the start.
  }
}
