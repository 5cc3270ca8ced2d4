/**
 * What a router reads. Step scope: something causal at each step. Sequence scope: one vector for the whole sequence.
 *
 *   x      x_t                                        step       causal
 *   xh     [x_t, h_{t−1}]                             step       causal (the default)
 *   ema    [x_t, e_t], e_t = a e_{t−1} + (1 − a) x_t  step       causal
 *   first  x_0 … x_{k−1} concatenated                 sequence   causal with a delay of k steps
 *   mean   mean of x over time                        sequence   NOT causal: sees the whole sequence
 *   pool   means of x over equal blocks of time       sequence   NOT causal
 */
import { z } from 'zod';
import { tf } from '../tf.ts';

/** What a router reads, see the top of this file. */
export const routerInput = z.enum(['x', 'xh', 'ema', 'first', 'mean', 'pool']);
/** One of the router inputs. */
export type RouterInput = z.infer<typeof routerInput>;

/** Settings of a router input. */
export interface RouterInputSettings {
  readonly input: RouterInput;
  /** Length of the head of the sequence that `first` reads. */
  readonly firstSteps: number;
  /** Number of time blocks of `pool`. */
  readonly blocks: number;
  /** a of `ema`. */
  readonly emaDecay: number;
}

/** Scope of each input. */
export function scopeOf(input: RouterInput): 'step' | 'sequence' {
  return input === 'x' || input === 'xh' || input === 'ema' ? 'step' : 'sequence';
}

/** False where a mask depends on steps that come after it: `mean` and `pool`. */
export function isCausal(input: RouterInput): boolean {
  return input !== 'mean' && input !== 'pool';
}

/** Width of the router's input vector. */
export function routerInputWidth(settings: RouterInputSettings, features: number, units: number): number {
  switch (settings.input) {
    case 'x':
    case 'mean':
      return features;
    case 'xh':
      return features + units;
    case 'ema':
      return 2 * features;
    case 'first':
      return settings.firstSteps * features;
    case 'pool':
      return settings.blocks * features;
  }
}

/** Inputs of a router that does not read the state, `[batch, width]`: one a step, or one for the whole sequence. */
export function routerInputs(settings: RouterInputSettings, xs: readonly tf.Tensor2D[]): tf.Tensor2D[] {
  switch (settings.input) {
    case 'x':
      return [...xs];
    case 'ema':
      return movingAverages(xs, settings.emaDecay).map((average, t) =>
        tf.concat([xs[t] as tf.Tensor2D, average], 1),
      );
    case 'first':
      return [tf.concat(xs.slice(0, settings.firstSteps), 1)];
    case 'mean':
    case 'pool':
      return [tf.concat(blockMeans(xs, settings.input === 'pool' ? settings.blocks : 1), 1)];
    case 'xh':
      throw new Error('a router that reads h decides step by step');
  }
}

function movingAverages(xs: readonly tf.Tensor2D[], decay: number): tf.Tensor2D[] {
  let average: tf.Tensor2D | null = null;
  return xs.map((x) => {
    const fresh: tf.Tensor2D = tf.mul(x, 1 - decay);
    average = average === null ? fresh : tf.add<tf.Tensor2D>(tf.mul(average, decay), fresh);
    return average;
  });
}

function blockMeans(xs: readonly tf.Tensor2D[], blocks: number): tf.Tensor2D[] {
  return Array.from({ length: blocks }, (_, block) => {
    const from = Math.floor((block * xs.length) / blocks);
    const to = Math.floor(((block + 1) * xs.length) / blocks);
    return tf.mul<tf.Tensor2D>(tf.addN(xs.slice(from, to)), 1 / (to - from));
  });
}
