/** Counts how many channels take part, averaged over steps and samples. */
import { tf, type Activity, type ActivityObserver } from '@dsrnn/core';

/** Collects counts as a model unrolls; `add` folds a batch in, `mean` gives the average so far. */
export class ActivityMeter {
  readonly #features: number;
  readonly #units: number;
  #pending: { readonly counts: tf.Scalar; readonly rows: number }[] = [];
  #x = 0;
  #h = 0;
  #samples = 0;

  constructor(features: number, units: number) {
    this.#features = features;
    this.#units = units;
  }

  /** Pass to `forward`. A mask of one row counts for the whole batch. */
  readonly observe: ActivityObserver = (x, h) => {
    this.#pending.push(active(x, this.#features), active(h, this.#units));
  };

  /** Call after the forward pass of `batch` samples, inside the same tidy. */
  add(batch: number): void {
    const counts = tf.stack(this.#pending.map((one) => one.counts)).dataSync<'float32'>();
    this.#pending.forEach(({ rows }, i) => {
      // Counts are whole numbers far below 2^24, so their float32 sums are exact.
      const total = ((counts[i] as number) * batch) / rows;
      if (i % 2 === 0) this.#x += total;
      else this.#h += total;
    });
    this.#samples += (counts.length / 2) * batch;
    this.#pending = [];
  }

  /** Mean active channels per step and sample. */
  mean(): Activity {
    return { x: this.#x / this.#samples, h: this.#h / this.#samples };
  }
}

/** Number of nonzero entries; `channels` in one row for no mask at all. */
function active(mask: tf.Tensor2D | null, channels: number): { counts: tf.Scalar; rows: number } {
  if (mask === null) return { counts: tf.scalar(channels), rows: 1 };
  return { counts: tf.sum<tf.Scalar>(tf.cast(tf.notEqual(mask, 0), 'float32')), rows: mask.shape[0] };
}
