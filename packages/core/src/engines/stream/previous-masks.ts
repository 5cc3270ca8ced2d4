/** Masks of a stream whose steps read what the step before computed. */
import { skipNumbers, type Floats, type Kernels, type Workspace } from '@dsrnn/kernels';
import type { GroupMasks } from '../fused/mask-feed.ts';
import type { StateBlock, StreamMasks } from './cell-stream.ts';
import type { StepBlock } from './router-masks.ts';

/** Keeps the units of the step before; at the start of a sequence there are none. */
export class PreviousMasks implements StreamMasks {
  readonly columns: Floats;
  readonly x: Floats;
  readonly h: Floats;
  readonly read = 'previous';
  readonly groups: GroupMasks | null;
  readonly inputs: boolean;
  readonly state: Readonly<Record<string, StateBlock>>;
  readonly #kernels: Kernels;
  readonly #of: StreamMasks;
  readonly #block: StepBlock;
  readonly #written: Floats;

  constructor(kernels: Kernels, memory: Workspace, block: StepBlock, of: StreamMasks) {
    const { features, units } = block;
    this.#kernels = kernels;
    this.#of = of;
    this.#block = block;
    this.#written = memory.take(units);
    this.columns = memory.take(features + units);
    this.x = this.columns;
    this.h = of.h;
    this.groups = of.groups;
    this.inputs = of.inputs;
    this.state = { ...of.state, written: { at: this.#written, size: units } };
  }

  decide(): void {
    const { features, units } = this.#block;
    this.#of.decide();
    this.#kernels.copy(this.#of.x, this.x, features);
    this.#kernels.copy(this.#written, skipNumbers(this.columns, features), units);
    this.#kernels.copy(this.h, this.#written, units);
  }
}
