/**
 * Adam (Kingma & Ba, 2015) over named parameters, with a rate factor for each.
 *
 *   m ← β₁ m + (1 − β₁) g,   v ← β₂ v + (1 − β₂) g²,   θ ← θ − η √(1 − β₂ᵗ)/(1 − β₁ᵗ) · m / (√v + ε̂)
 *
 * with ε̂ = ε √(1 − β₂ᵗ), the reordering of the paper's section 2, which saves two divisions a parameter. Our own, because
 * dynamic sparsity must reset single moments and the powers must not come from the engine's `Math.pow`.
 */
import { tf, zeroOrNaN, type Gradients, type Parameters } from '@dsrnn/core';
import { clipped, globalNorm } from './gradient-clipping.ts';
import { BETA1, BETA2, EPSILON } from './adam-constants.ts';
import type { Optimiser } from './optimiser.ts';

/** An optimiser for one run. Owns its moments until `dispose`. */
export class Adam implements Optimiser {
  readonly #parameters: Parameters;
  readonly #rateScale: Readonly<Record<string, number>>;
  readonly #first = new Map<string, tf.Variable>();
  readonly #second = new Map<string, tf.Variable>();
  #power1 = 1;
  #power2 = 1;

  /** `rateScale` multiplies the learning rate by parameter name; 1 where absent. */
  constructor(parameters: Parameters, rateScale: Readonly<Record<string, number>>) {
    this.#parameters = parameters;
    this.#rateScale = rateScale;
    tf.tidy(() => {
      for (const [name, value] of Object.entries(parameters)) {
        this.#first.set(name, tf.variable(tf.zerosLike(value), false));
        this.#second.set(name, tf.variable(tf.zerosLike(value), false));
      }
    });
  }

  apply(gradients: Gradients, rate: number, clipNorm: number): tf.Scalar {
    this.#power1 *= BETA1;
    this.#power2 *= BETA2;
    const correction2 = Math.sqrt(1 - this.#power2);
    const stepSize = (rate * correction2) / (1 - this.#power1);
    return tf.tidy(() => {
      const norm = globalNorm(gradients);
      const changed: tf.Tensor[] = [];
      for (const [name, gradient] of Object.entries(clipped(gradients, clipNorm, norm))) {
        const parameter = this.#parameters[name];
        const first = this.#first.get(name);
        const second = this.#second.get(name);
        if (parameter === undefined || first === undefined || second === undefined) {
          throw new Error(`gradient for unknown parameter "${name}"`);
        }
        first.assign(tf.add(tf.mul(first, BETA1), tf.mul(gradient, 1 - BETA1)));
        second.assign(tf.add(tf.mul(second, BETA2), tf.mul(tf.square(gradient), 1 - BETA2)));
        const scale = stepSize * (this.#rateScale[name] ?? 1);
        const update = tf.div(tf.mul(first, scale), tf.add(tf.sqrt(second), EPSILON * correction2));
        parameter.assign(tf.sub(parameter, update));
        changed.push(parameter);
      }
      // Σ 0·x, for a comparison, a maximum or a clip would take NaN for a number.
      return zeroOrNaN([norm, ...changed]);
    });
  }

  maskMoments(name: string, mask: tf.Tensor): void {
    tf.tidy(() => {
      for (const moments of [this.#first, this.#second]) {
        const moment = moments.get(name);
        moment?.assign(tf.mul(moment, mask));
      }
    });
  }

  dispose(): void {
    for (const moment of [...this.#first.values(), ...this.#second.values()]) moment.dispose();
  }
}
