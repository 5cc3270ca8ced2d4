/** Masks that the first step of a sequence chooses by the task that it names, see gating/masks/task-masks.ts. */
import { skipNumbers, type Floats, type Kernels, type Workspace } from '@dsrnn/kernels';
import type { StateBlock, StreamMasks } from './cell-stream.ts';
import type { StepBlock } from './router-masks.ts';

/** A mask of hidden channels for each task. */
export interface TaskTable {
  readonly tasks: number;
  /** `[tasks, units]` */
  readonly table: Float32Array;
}

/** Masks by task. */
export class TaskMasks implements StreamMasks {
  readonly columns: Floats;
  readonly x: Floats;
  readonly h: Floats;
  readonly read = 'current';
  readonly groups = null;
  readonly inputs = false;
  readonly state: Readonly<Record<string, StateBlock>>;
  readonly #kernels: Kernels;
  readonly #block: StepBlock;
  readonly #tasks: number;
  readonly #table: Floats;
  /** The task of the sequence, counted from 1; 0 before the first step. */
  readonly #task: Floats;

  constructor(kernels: Kernels, memory: Workspace, block: StepBlock, { tasks, table }: TaskTable) {
    const { features, units } = block;
    this.#kernels = kernels;
    this.#block = block;
    this.#tasks = tasks;
    this.columns = memory.take(features + units);
    kernels.fill(this.columns, features, 1);
    this.x = this.columns;
    this.h = skipNumbers(this.columns, features);
    this.#table = memory.take(table.length);
    kernels.write(this.#table, table);
    this.#task = memory.take(1);
    this.state = { task: { at: this.#task, size: 1 } };
  }

  decide(): void {
    const { units } = this.#block;
    const chosen = this.#kernels.view(this.#task, 1);
    if (chosen[0] === 0) chosen[0] = 1 + this.#named();
    const row = (chosen[0] as number) - 1;
    this.#kernels.copy(skipNumbers(this.#table, row * units), this.h, units);
  }

  /** The task that x names. */
  #named(): number {
    const { x, features } = this.#block;
    const identity = this.#kernels.view(skipNumbers(x, features - this.#tasks), this.#tasks);
    return identity.indexOf(Math.max(...identity));
  }
}
