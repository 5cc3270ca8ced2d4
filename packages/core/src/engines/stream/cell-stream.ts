/** What the step-by-step form of a cell is given and gives back. Batch 1; all arrays are float32 in kernel memory. */
import type { Floats, Kernels, Workspace } from '@dsrnn/kernels';
import type { CellSettings } from '../../cells/cell.ts';
import type { ReadRule } from '../../gating/gating.ts';
import type { GroupMasks } from '../fused/mask-feed.ts';
import type { ParameterBlocks } from './parameter-blocks.ts';

/** A block of the state. */
export interface StateBlock {
  readonly at: Floats;
  /** In numbers. */
  readonly size: number;
}

/** Masks of the step at hand, decided before the cell's step. */
export interface StreamMasks {
  /**
   * Of the columns that a step reads, `[features + units]`: inputs (ones if they are not masked), then the units themselves or
   * those that the step before computed.
   */
  readonly columns: Floats;
  /** Of inputs, the first of `columns`. */
  readonly x: Floats;
  /** Of the units that a step computes; the rest of `columns`, unless these are those of the step before. */
  readonly h: Floats;
  readonly read: ReadRule;
  /** The groups behind `h`, filled in with it; null: units are masked one by one. */
  readonly groups: GroupMasks | null;
  /** Whether inputs are masked. */
  readonly inputs: boolean;
  /** What must outlive a step; 0 at the start of a sequence. */
  readonly state: Readonly<Record<string, StateBlock>>;
  /** Fills in the masks, from x and the state before the step. */
  decide(): void;
}

/** Gating of a stream. */
export type StreamGating =
  | { readonly kind: 'dense' }
  | { readonly kind: 'masked'; readonly masks: StreamMasks; readonly carry: boolean }
  | { readonly kind: 'delta'; readonly thetaX: number; readonly thetaH: number };

/** A cell that is to run step by step; `Name`: the parameters that are read of it, none where they are not looked at. */
export interface StreamJob<
  Gating extends StreamGating = StreamGating,
  Settings extends CellSettings = CellSettings,
  Name extends string = never,
> {
  readonly kernels: Kernels;
  /** Blocks of the stream's life. */
  readonly memory: Workspace;
  readonly settings: Settings;
  readonly features: number;
  readonly units: number;
  /** x of the step and, right behind it, h before the step: one block `[features + units]`. */
  readonly x: Floats;
  readonly h: Floats;
  readonly parameters: ParameterBlocks<Name>;
  readonly gating: Gating;
}

/** Makes a cell ready to step. */
export type CellStreaming<Settings extends CellSettings = CellSettings, Name extends string = string> = (
  job: StreamJob<StreamGating, Settings, Name>,
) => CellStream;

/** A cell, ready to step. */
export interface CellStream {
  /** What must outlive a step besides h. */
  readonly state: Readonly<Record<string, StateBlock>>;
  /** Begins a sequence, when h and all blocks of `state` are 0. */
  reset(): void;
  /** From x and h of the job, and the masks of its gating, to the new h in the same place. */
  step(): void;
  /** Input channels that the products of the last step read, and hidden ones, see `StreamActivity`. */
  readonly activeX: number;
  readonly activeH: number;
}
