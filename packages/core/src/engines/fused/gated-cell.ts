/**
 * What engines on the kernels need to know of a gated cell: one whose gates read two products, x W_x + b and h W_h, and
 * whose units each have all of their gates to themselves. The fused pass and the stream both follow from it.
 */
import type { Floats, Kernels, Lanes, None, Packed } from '@dsrnn/kernels';
import type { GroupBlocks, GroupLists } from './group-lists.ts';
import type { GateLanes, Rows } from './lane-products.ts';

/** Parameters of every gated cell: its matrices, `[inputs, gates · units]`, and its bias. */
export type GatedName = 'wx' | 'wh' | 'b';

/** How a gated cell lays out its gates. `Bias`: the parameter that it has besides those of all. */
export interface GatedShape<Bias extends string = string> extends GateLanes {
  readonly gates: 3 | 4;
  /**
   * `summed`: every gate reads the sum of both products, which share a block. `apart`: some gate reads them one by one, so
   * each has its own.
   */
  readonly products: 'summed' | 'apart';
  /** The bias of one gate in the product of the state, by name; null: there is none. Only where products are `apart`. */
  readonly stateBias: { readonly name: Bias; readonly gate: number } | null;
}

/** A gated cell, whose units remember c besides h, or h alone. */
export interface GatedCell<C extends SecondState, Bias extends string = never> extends GatedShape<Bias> {
  /** A block for c by `take`; none if there is no c. */
  readonly secondState: (take: () => Floats) => C;
  readonly kernels: GatedKernels<C>;
}

/** c of all units, or its gradient, `[batch, units]`; none where a cell has no c. */
export type SecondState = Floats | None;

/** States of all units, or their gradients, `[batch, units]` each. */
export interface GatedStates<C extends SecondState> {
  readonly h: Floats;
  readonly c: C;
}

/** The products of a dense step, `[batch, gates · units]`; the same block where they are summed. */
export interface GatedProducts {
  readonly ofX: Floats;
  readonly ofH: Floats;
}

/** What a masked step works on: gates `[batch][units][4]` at the listed rows, the mask `[batch, units]`. */
export interface LaneStep {
  readonly gates: Lanes;
  readonly rows: Rows;
  readonly mask: Floats;
  readonly carry: 0 | 1;
}

/** What a step over groups works on: the blocks of both products at the listed groups, the mask `[batch, units]`. */
export interface GroupStep {
  readonly blocks: GroupBlocks;
  readonly groups: Pick<GroupLists, 'list' | 'counts' | 'slots'>;
  readonly size: number;
  readonly mask: Floats;
  readonly carry: 0 | 1;
}

/** A run of dense steps. */
export interface DenseSteps<C extends SecondState> {
  readonly time: number;
  readonly batch: number;
  readonly units: number;
  /** W_h. */
  readonly packed: Packed;
  /** Of all steps, one after the other. */
  readonly products: GatedProducts;
  /** Of the state's product where it is apart, `[gates · units]`. */
  readonly stateBias: Floats;
  /** The states before the first step; those after the steps follow. */
  readonly h: Floats;
  readonly c: C;
  /** Numbers from one c to the next; 0: in place. */
  readonly cStep: number;
  /** Whether the first h is 0. */
  readonly fresh: boolean;
}

/** The way back over all steps of a sequence. */
export interface DenseStepsBack<C extends SecondState> extends Omit<
  DenseSteps<C>,
  'stateBias' | 'cStep' | 'fresh'
> {
  /** Gradients of the outputs, `outStep` numbers from one to the next; `last`: of the last alone. */
  readonly dOut: Floats;
  readonly outStep: number;
  readonly last: boolean;
  /** `[batch, units]`, 0 at first. */
  readonly dh: Floats;
  readonly dc: C;
  /** Added to: gradient of a mask of ones over the units, `[batch, units]`, and scratch for it; none: not wanted. */
  readonly dMask: Floats | None;
  readonly scratch: Floats | None;
  /** Whether a unit without the mask would keep its state. */
  readonly carry: boolean;
}

/** The work of a cell between its products with the inputs and its weight gradients. */
export interface GatedKernels<C extends SecondState> {
  /** Dense steps: products in, gates and states out. */
  readonly sequence: (kernels: Kernels, steps: DenseSteps<C>) => void;
  /** Gates in, gradients of the products out; `packed` is W_h transposed. */
  readonly sequenceBackward: (kernels: Kernels, steps: DenseStepsBack<C>) => void;
  /** Products in, gates out. The new c may lie where the old one did, the new h may not. */
  readonly forward: (
    kernels: Kernels,
    batch: number,
    units: number,
    products: GatedProducts,
    old: GatedStates<C>,
    next: GatedStates<C>,
  ) => void;
  /** Gates in, gradients of the products out. `d`: gradients of the next states in, of the old out, but for the products. */
  readonly backward: (
    kernels: Kernels,
    batch: number,
    units: number,
    products: GatedProducts,
    old: GatedStates<C>,
    next: GatedStates<C>,
    d: GatedStates<C>,
  ) => void;
  readonly laneForward: (
    kernels: Kernels,
    batch: number,
    units: number,
    step: LaneStep,
    old: GatedStates<C>,
    next: GatedStates<C>,
  ) => void;
  /** As `backward`; the gradient of the mask goes to `dMask`, if it is wanted. */
  readonly laneBackward: (
    kernels: Kernels,
    batch: number,
    units: number,
    step: LaneStep,
    old: GatedStates<C>,
    d: GatedStates<C>,
    dMask: Floats | None,
  ) => void;
  readonly groupForward: (
    kernels: Kernels,
    batch: number,
    units: number,
    step: GroupStep,
    old: GatedStates<C>,
    next: GatedStates<C>,
  ) => void;
  /** As `laneBackward`. */
  readonly groupBackward: (
    kernels: Kernels,
    batch: number,
    units: number,
    step: GroupStep,
    old: GatedStates<C>,
    d: GatedStates<C>,
    dMask: Floats | None,
  ) => void;
}

/** Names of the parameters. */
export function gatedParameterNames<Bias extends string>({
  stateBias,
}: GatedShape<Bias>): readonly (GatedName | Bias)[] {
  return ['wx', 'wh', 'b', ...(stateBias === null ? [] : [stateBias.name])];
}

/** Where the bias of the state's product stands among its columns, in numbers, and which lane it has. */
export function stateBiasPlace(
  { lanesOfH }: GatedShape,
  gate: number,
  units: number,
): { first: number; lane: number } {
  return { first: gate * units, lane: (lanesOfH >> (4 * gate)) & 0xf };
}

/** Writes all biases in lanes, `[units][4]`, to `into`; `scratch` is as large. */
export function packBiases<Bias extends string>(
  { run }: Kernels,
  cell: GatedShape<Bias>,
  units: number,
  parameter: (name: GatedName | Bias) => Floats,
  into: Lanes,
  scratch: Lanes,
): void {
  run.packLanes(1, units, cell.gates, cell.lanesOfX, parameter('b'), into);
  if (cell.stateBias === null) return;
  const { name, gate } = cell.stateBias;
  run.packLanes(1, units, 1, stateBiasPlace(cell, gate, units).lane, parameter(name), scratch);
  run.addInto(4 * units, scratch, into);
}
