/**
 * Lagrange multipliers that hold an average density: μ ← μ + η (EMA(d) − ρ), one for inputs and one for units.
 * After Gallego-Posada et al. (2022), without restarts; the EMA damps the noise of single batches.
 */
import { tf } from '../tensor/tf.ts';

const EMA_DECAY = 0.95;

/** Densities of the two masks, in [0, 1]. */
export interface Densities {
  readonly x: number;
  readonly h: number;
}

/** Owns the multipliers, a buffer `[2]` for x and h; the model that holds the buffer disposes it. */
export class DualAscent {
  readonly multipliers: tf.Variable<tf.Rank.R1>;
  readonly #rate: number;
  readonly #target: Densities;
  #average: Densities | null = null;

  constructor(rate: number, target: Densities) {
    this.#rate = rate;
    this.#target = target;
    this.multipliers = tf.tidy(() => tf.variable(tf.zeros<tf.Rank.R1>([2]), false));
  }

  /** One ascent step at the density of the last batch. */
  ascend(density: Densities): void {
    const old = this.#average ?? density;
    const mix = (a: number, b: number): number => EMA_DECAY * a + (1 - EMA_DECAY) * b;
    this.#average = { x: mix(old.x, density.x), h: mix(old.h, density.h) };
    const step = [this.#average.x - this.#target.x, this.#average.h - this.#target.h];
    tf.tidy(() => {
      const raised = tf.add<tf.Tensor1D>(this.multipliers, tf.mul(tf.tensor1d(step), this.#rate));
      this.multipliers.assign(raised);
    });
  }
}
