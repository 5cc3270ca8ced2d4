/**
 * What engines on the kernels need to know of a gated cell: one whose gates read two products, x W_x + b and h W_h, and
 * whose units each have all of their gates to themselves. The fused pass and the stream both follow from it.
 */
import type { Kernels, Pointer } from '@dsrnn/kernels';
import type { GateLanes, Rows } from './lane-products.ts';

/** A gated cell. Its matrices are named wx and wh, `[inputs, gates · units]`, its bias b. */
export interface GatedCell extends GateLanes {
  readonly gates: 3 | 4;
  /**
   * `summed`: every gate reads the sum of both products, which share a block. `apart`: some gate reads them one by one, so
   * each has its own.
   */
  readonly products: 'summed' | 'apart';
  /** The bias of one gate in the product of the state, by name; null: there is none. Only where products are `apart`. */
  readonly stateBias: { readonly name: string; readonly gate: number } | null;
  /** Whether a unit remembers c besides h. */
  readonly remembersC: boolean;
  readonly kernels: GatedKernels;
}

/** States of all units, or their gradients, `[batch, units]` each; c is 0 where the cell has none. */
export interface GatedStates {
  readonly h: Pointer;
  readonly c: Pointer;
}

/** The products of a dense step, `[batch, gates · units]`; the same block where they are summed. */
export interface GatedProducts {
  readonly ofX: Pointer;
  readonly ofH: Pointer;
}

/** What a masked step works on: gates `[batch][units][4]` at the listed rows, the mask `[batch, units]`. */
export interface LaneStep {
  readonly gates: Pointer;
  readonly rows: Rows;
  readonly mask: Pointer;
  readonly carry: 0 | 1;
}

/** The element-wise work of a step. */
export interface GatedKernels {
  /** Products in, gates out. The new c may lie where the old one did, the new h may not. */
  forward(
    kernels: Kernels,
    batch: number,
    units: number,
    products: GatedProducts,
    old: GatedStates,
    next: GatedStates,
  ): void;
  /** Gates in, gradients of the products out. `d`: gradients of the next states in, of the old out, but for the products. */
  backward(
    kernels: Kernels,
    batch: number,
    units: number,
    products: GatedProducts,
    old: GatedStates,
    next: GatedStates,
    d: GatedStates,
  ): void;
  laneForward(
    kernels: Kernels,
    batch: number,
    units: number,
    step: LaneStep,
    old: GatedStates,
    next: GatedStates,
  ): void;
  /** As `backward`; the gradient of the mask goes to `dMask`, if that is not 0. */
  laneBackward(
    kernels: Kernels,
    batch: number,
    units: number,
    step: LaneStep,
    old: GatedStates,
    d: GatedStates,
    dMask: Pointer,
  ): void;
}

/** Names of the parameters. */
export function gatedParameterNames({ stateBias }: GatedCell): readonly string[] {
  return ['wx', 'wh', 'b', ...(stateBias === null ? [] : [stateBias.name])];
}

/** Where the bias of the state's product stands among its columns, in numbers, and which lane it has. */
export function stateBiasPlace(
  { lanesOfH }: GatedCell,
  gate: number,
  units: number,
): { first: number; lane: number } {
  return { first: gate * units, lane: (lanesOfH >> (4 * gate)) & 0xf };
}

/** Writes all biases in lanes, `[units][4]`, to `into`; `scratch` is as large. */
export function packBiases(
  { run }: Kernels,
  cell: GatedCell,
  units: number,
  parameter: (name: string) => Pointer,
  into: Pointer,
  scratch: Pointer,
): void {
  run.packLanes(1, units, cell.gates, cell.lanesOfX, parameter('b'), into);
  if (cell.stateBias === null) return;
  const { name, gate } = cell.stateBias;
  run.packLanes(1, units, 1, stateBiasPlace(cell, gate, units).lane, parameter(name), scratch);
  run.addInto(4 * units, scratch, into);
}
