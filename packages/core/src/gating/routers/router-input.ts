/**
 * What a router reads. Step scope: something causal at each step. Sequence scope: one vector for the whole sequence.
 *
 *   x         x_t                                        step       causal
 *   xh        [x_t, h_{t−1}]                             step       causal
 *   ema       [x_t, e_t], e_t = a e_{t−1} + (1 − a) x_t  step       causal (the default)
 *   first     x_0 … x_{k−1} concatenated                 sequence   causal with a delay of k steps
 *   mean      mean of x over time                        sequence   NOT causal: sees the whole sequence
 *   pool      means of x over equal blocks of time       sequence   NOT causal
 *   identity  the last features of x_0                   sequence   causal; they say which task a sequence is of
 */
import { byKind, type Versioned } from '@dsrnn/portable';
import { z } from 'zod';
import { tf } from '../../tensor/tf.ts';

/** One of the router inputs. */
export type RouterInput = 'x' | 'xh' | 'ema' | 'first' | 'mean' | 'pool' | 'identity';

/** A router input, apart from its sizes and values. */
export interface RouterInputDefinition extends Versioned {
  readonly kind: RouterInput;
  readonly scope: 'step' | 'sequence';
  /** False where a mask depends on steps that come after it. */
  readonly causal: boolean;
}

/** Every router input, see the top of this file. */
export const routerInputDefinitions: readonly RouterInputDefinition[] = [
  { kind: 'x', version: 1, scope: 'step', causal: true },
  { kind: 'xh', version: 1, scope: 'step', causal: true },
  { kind: 'ema', version: 1, scope: 'step', causal: true },
  { kind: 'first', version: 1, scope: 'sequence', causal: true },
  { kind: 'mean', version: 1, scope: 'sequence', causal: false },
  { kind: 'pool', version: 1, scope: 'sequence', causal: false },
  { kind: 'identity', version: 1, scope: 'sequence', causal: true },
];

/** What a router reads, by name. */
export const routerInput = z.enum(
  routerInputDefinitions.map(({ kind }) => kind) as [RouterInput, ...RouterInput[]],
);

/** The definition of a router input. */
export function routerInputDefinition(input: RouterInput): RouterInputDefinition {
  return byKind('router input', routerInputDefinitions, input);
}

/** Settings of a router input. */
export interface RouterInputSettings {
  readonly input: RouterInput;
  /** Length of the head of the sequence that `first` reads. */
  readonly firstSteps: number;
  /** Number of time blocks of `pool`. */
  readonly blocks: number;
  /** a of `ema`. */
  readonly emaDecay: number;
  /** Number of the last features that `identity` reads; absent: none. */
  readonly identity?: number;
}

/** Scope of each input. */
export function scopeOf(input: RouterInput): 'step' | 'sequence' {
  return routerInputDefinition(input).scope;
}

/** False where a mask depends on steps that come after it: `mean` and `pool`. */
export function isCausal(input: RouterInput): boolean {
  return routerInputDefinition(input).causal;
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
    case 'identity':
      return settings.identity ?? 0;
  }
}

/**
 * Inputs of a router that does not read the state, for sequences `[batch, time, features]`: `[time · batch, width]`, step
 * after step, or `[batch, width]` for the sequence scope.
 */
export function routerInputs(settings: RouterInputSettings, xs: tf.Tensor3D): tf.Tensor2D {
  const [batch, time, features] = xs.shape;
  switch (settings.input) {
    case 'x':
      return tf.reshape(timeMajor(xs), [time * batch, features]);
    case 'ema': {
      const steps = tf.reshape<tf.Rank.R2>(timeMajor(xs), [time, batch * features]);
      const averages = tf.matMul(averaging(time, settings.emaDecay), steps);
      const flat = (block: tf.Tensor): tf.Tensor2D => tf.reshape(block, [time * batch, features]);
      return tf.concat([flat(steps), flat(averages)], 1);
    }
    case 'first':
      return tf.reshape(tf.slice(xs, [0, 0, 0], [batch, settings.firstSteps, features]), [batch, -1]);
    case 'mean':
      return tf.mean<tf.Tensor2D>(xs, 1);
    case 'pool': {
      const { blocks } = settings;
      const edge = (block: number): number => Math.floor((block * time) / blocks);
      const means = Array.from({ length: blocks }, (_, block) => {
        const length = edge(block + 1) - edge(block);
        return tf.mean<tf.Tensor2D>(tf.slice(xs, [0, edge(block), 0], [batch, length, features]), 1);
      });
      return tf.concat(means, 1);
    }
    case 'identity': {
      const { identity = 0 } = settings;
      return tf.reshape(tf.slice(xs, [0, 0, features - identity], [batch, 1, identity]), [batch, identity]);
    }
    case 'xh':
      throw new Error('a router that reads h decides step by step');
  }
}

function timeMajor(xs: tf.Tensor3D): tf.Tensor3D {
  return tf.transpose(xs, [1, 0, 2]);
}

/** The matrix `[time, time]` whose product with a series is its moving average: the weight of t − s for s ≤ t, else 0. */
function averaging(time: number, decay: number): tf.Tensor2D {
  const weights = new Float32Array(time * time);
  averageWeights(time, decay).forEach((weight, lag) => {
    for (let t = lag; t < time; t++) weights[t * time + t - lag] = weight;
  });
  return tf.tensor2d(weights, [time, time]);
}

/** What an input counts in a moving average so many steps later: (1 − a) aˡᵃᵍ. */
export function averageWeights(time: number, decay: number): Float32Array {
  const weights = new Float32Array(time);
  let weight = 1 - decay;
  for (let lag = 0; lag < time; lag++, weight *= decay) weights[lag] = weight;
  return weights;
}
