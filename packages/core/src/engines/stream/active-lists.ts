/** Which columns a masked step reads, with their values, and which rows it computes. */
import { i32Index, type Counts, type Floats, type Indices } from '@dsrnn/kernels';
import type { StreamJob, StreamMasks } from './cell-stream.ts';

/** Lists of the step at hand. Columns are inputs, then units; rows are the units among them. */
export class ActiveLists {
  readonly columns: Indices;
  /** mask ⊙ [x, h] at the columns. */
  readonly values: Floats;
  readonly columnCounts: Counts;
  readonly rows: Indices;
  readonly rowCounts: Counts;
  /** How many inputs and units are active. */
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
    const width = features + units;
    const total = kernels.run.listActive(1, width, 0, this.#masks.at, width, x, this.columns, this.values, this.columnCounts, width, 0); // prettier-ignore
    // The rows are read off the columns: a second pass over the mask would take longer.
    const { i32 } = kernels;
    const columns = i32Index(this.columns);
    const rows = i32Index(this.rows);
    let count = 0;
    for (let i = columns + total - 1; i >= columns; i--) {
      if ((i32[i] as number) < features) break;
      count += 1;
    }
    const first = columns + total - count;
    for (let k = 0; k < count; k++) i32[rows + k] = (i32[first + k] as number) - features;
    i32[i32Index(this.rowCounts)] = count;
    this.h = count;
    this.x = total - count;
  }
}
