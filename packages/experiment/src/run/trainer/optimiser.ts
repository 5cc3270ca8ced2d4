/** The optimiser of a run: the same update whichever engine computes it. */
import { activeKernels, type Gradients, type OptimiserState, type Parameters, type tf } from '@dsrnn/core';
import type { Versioned } from '@dsrnn/portable';
import { Adam } from './adam.ts';
import { KernelAdam } from './kernel-adam.ts';

/** The optimiser as a definition, whichever engine computes it. */
export const optimiserDefinition: Versioned = { kind: 'adam', version: 1 };

/** An optimiser for one run. Owns its moments until `dispose`. */
export interface Optimiser extends OptimiserState {
  /**
   * One step at learning rate `rate` on the parameters that have a gradient, after scaling all gradients so that their
   * global norm is at most `clipNorm`. Throws if a name is not one of its parameters. 0 if that norm and all parameters
   * that it changed are finite, else NaN: on the kernels a number, which then has changed nothing if the norm is not; else a
   * tensor, which may not be computed yet and is the caller's.
   */
  apply(gradients: Gradients, rate: number, clipNorm: number): number | tf.Scalar;
  dispose(): void;
}

/** An optimiser on the active engine. `rateScale` multiplies the learning rate by parameter name; 1 where absent. */
export function createOptimiser(
  parameters: Parameters,
  rateScale: Readonly<Record<string, number>>,
): Adam | KernelAdam {
  const kernels = activeKernels();
  return kernels === null ? new Adam(parameters, rateScale) : new KernelAdam(kernels, parameters, rateScale);
}
