/** Which columns a masked step reads, with their values, and which rows it computes. */
import { i32Index, NONE, type Counts, type Floats, type Indices } from '@dsrnn/kernels';
import type { StreamJob, StreamMasks } from './cell-stream.ts';

/** Lists of the step at hand. Columns are inputs, then units; rows are the units among them, or those of the step's own mask. */
export class ActiveLists {
  readonly columns: Indices;
  /** mask ⊙ [x, h] at the columns. */
  readonly values: Floats;
  readonly columnCounts: Counts;
  readonly rows: Indices;
  readonly rowCounts: Counts;
  /** How many inputs are read, and how many units computed. */
  x = 0;
  h = 0;
  readonly #job: StreamJob;
  readonly #masks: StreamMasks;

  constructor(job: StreamJob, masks: StreamMasks) {
    const { memory, features, units } = job;
    this.#job = job;
    this.#masks = masks;
    this.columns = memory.take(features + units);
    this.values = memory.take(features + units);
    this.columnCounts = memory.take(1);
    this.rows = memory.take(units);
    this.rowCounts = memory.take(1);
  }

  /** Lists what the masks leave active. */
  list(): void {
    const { kernels, features, units, x } = this.#job;
    const { columns, h, read } = this.#masks;
    const width = features + units;
    const total = kernels.run.listActive(1, width, 0, columns, width, x, this.columns, this.values, this.columnCounts, width, 0); // prettier-ignore
    const { i32 } = kernels;
    const first = i32Index(this.columns);
    let hidden = 0;
    for (let i = first + total - 1; i >= first; i--) {
      if ((i32[i] as number) < features) break;
      hidden += 1;
    }
    this.x = total - hidden;
    if (read === 'current') this.#takeRows(first + this.x, hidden);
    else this.h = kernels.run.listActive(1, units, 0, h, units, NONE, this.rows, NONE, this.rowCounts, units, 0); // prettier-ignore
  }

  /** Reads the rows off `count` columns from `first` on: a second pass over the mask would take longer. */
  #takeRows(first: number, count: number): void {
    const { kernels, features } = this.#job;
    const { i32 } = kernels;
    const rows = i32Index(this.rows);
    for (let k = 0; k < count; k++) i32[rows + k] = (i32[first + k] as number) - features;
    i32[i32Index(this.rowCounts)] = count;
    this.h = count;
  }
}
