/** Counts how many channels take part, averaged over steps and samples. */
import { readBack, tf, type Activity, type ActivityObserver } from '@dsrnn/core';

/** Observations of one kind of channels in the pass at hand. */
interface Pending {
  /** Sums over the rows of masks, still on the device. */
  readonly counts: tf.Scalar[];
  readonly rows: number[];
  /** Means that were told as numbers. */
  readonly known: number[];
}

/** Observations of a whole batch. */
interface Counted {
  readonly channels: 'x' | 'h';
  readonly batch: number;
  /** Sums over the rows of each mask, one tensor of them, still on the device; null where no mask was told. */
  readonly counts: tf.Tensor | null;
  readonly rows: readonly number[];
  readonly known: readonly number[];
}

/** Collects counts as a model unrolls; `add` ends a batch, `mean` gives the average of all batches. */
export class ActivityMeter {
  readonly #channels: Readonly<Record<'x' | 'h', number>>;
  #pending: Readonly<Record<'x' | 'h', Pending>> = nothing();
  readonly #counted: Counted[] = [];
  #samples = 0;

  constructor(features: number, units: number) {
    this.#channels = { x: features, h: units };
  }

  /** Pass to `forward`. A mask of one row counts for the whole batch. */
  readonly observe: ActivityObserver = (channels, active) => {
    const { counts, rows, known } = this.#pending[channels];
    if (active instanceof tf.Tensor) {
      counts.push(tf.sum<tf.Scalar>(tf.cast(tf.notEqual(active, 0), 'float32')));
      rows.push(active.shape[0]);
    } else known.push(active ?? this.#channels[channels]);
  };

  /** Call after the forward pass of `batch` samples, inside the same tidy. */
  add(batch: number): void {
    for (const channels of ['x', 'h'] as const) {
      const { counts, rows, known } = this.#pending[channels];
      const stacked = counts.length === 0 ? null : tf.keep(tf.stack(counts));
      this.#counted.push({ channels, batch, counts: stacked, rows, known });
    }
    this.#samples += batch;
    this.#pending = nothing();
  }

  /** Mean active channels per step and sample. Call once, after the last batch. */
  async mean(): Promise<Activity> {
    const sum = { x: 0, h: 0 };
    for (const { channels, batch, counts, rows, known } of this.#counted) {
      const values = counts === null ? [] : await readBack(counts);
      counts?.dispose();
      let total = known.reduce((before, mean) => before + mean * batch, 0);
      // Counts are whole numbers far below 2^24, so their float32 sums are exact.
      rows.forEach((n, i) => (total += ((values[i] as number) * batch) / n));
      sum[channels] += total / (rows.length + known.length);
    }
    return { x: sum.x / this.#samples, h: sum.h / this.#samples };
  }
}

function nothing(): Record<'x' | 'h', Pending> {
  return { x: { counts: [], rows: [], known: [] }, h: { counts: [], rows: [], known: [] } };
}
