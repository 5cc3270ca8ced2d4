/**
 * What a cell on our kernels is given and gives back. All arrays are float32 in kernel memory; layouts are time-major:
 * step t of x `[time, batch, features]` is one contiguous `[batch, features]`.
 */
import type { Floats, Kernels, Workspace } from '@dsrnn/kernels';
import type { CellSettings } from '../../cells/cell.ts';
import type { MaskGradient } from '../../gating/estimators/mask-gradient.ts';
import type { ReadRule } from '../../gating/gating.ts';
import type { MaskFeed } from './mask-feed.ts';

/** Gating of a fused pass. `sends` is filled in by the cell: mean channels per sample and product. */
export type FusedGating =
  | { readonly kind: 'dense' }
  | {
      readonly kind: 'masked';
      readonly feed: MaskFeed;
      readonly read: ReadRule;
      readonly carry: boolean;
      readonly gradient: MaskGradient;
      /** The masks of the first step serve all, and no inactive channel is owed a gradient. */
      readonly lasting: boolean;
    }
  | {
      readonly kind: 'delta';
      readonly thetaX: number;
      readonly thetaH: number;
      readonly sends: { x: number; h: number };
    };

/** Parameters by name, in the layout of their tensors, or their gradients. */
export type Blocks<Name extends string> = Readonly<Record<Name, Floats>>;

/** One pass over a batch of sequences; `Name`: the parameters that are read of it, none where they are not looked at. */
export interface FusedJob<Settings extends CellSettings = CellSettings, Name extends string = never> {
  readonly kernels: Kernels;
  /** The tape: blocks live until the backward pass is over. */
  readonly tape: Workspace;
  readonly settings: Settings;
  readonly batch: number;
  readonly time: number;
  readonly features: number;
  readonly units: number;
  /** `[time, batch, features]` */
  readonly x: Floats;
  /** The cell's. */
  readonly parameters: Blocks<Name>;
  readonly gating: FusedGating;
  /** Whether `backward` will be called; if not, nothing is kept for it. */
  readonly differentiate: boolean;
}

/** A finished forward pass. */
export interface FusedPass<Name extends string> {
  /** h_1 … h_T, `[time, batch, units]`. */
  readonly outputs: Floats;
  /**
   * Backpropagation through time. `dOutputs` is the gradient of the outputs; `last`: that of the last step only,
   * `[batch, units]`; `each`: one `[batch, units]` that every step gets; `steps`: `[time, batch, units]`.
   * Writes (does not add) the gradient of every parameter to `gradients`; mask gradients go to the feed.
   */
  backward(
    dOutputs: { readonly kind: 'last' | 'each' | 'steps'; readonly at: Floats },
    gradients: Blocks<Name>,
  ): void;
}

/** A cell on our kernels: the forward pass is done when `run` returns. */
export interface FusedCell<Settings extends CellSettings = CellSettings, Name extends string = string> {
  /** The parameters that it reads, by name. */
  parameterNames(settings: Settings): readonly Name[];
  run(job: FusedJob<Settings, Name>): FusedPass<Name>;
}
