/**
 * Settings that keep a router trainable where its scores begin small: inputs divided by their root mean square (routers/router.ts)
 * and scores that stay centred (routers/centring.ts).
 */
import { versionOf, type Versions } from '@dsrnn/portable';
import { SettingError } from '../errors.ts';
import type { EstimatorConfig } from '../gating/estimators/registry.ts';
import { centringDefinition } from '../gating/routers/centring.ts';
import type { RouterInput } from '../gating/routers/router-input.ts';
import {
  routerParameterCount,
  scaledInputsDefinition,
  type RouterSizes,
  type RouterValues,
} from '../gating/routers/router.ts';
import type { MethodContext } from './method.ts';

/** The settings, and what they must fit. */
export interface Conditioning {
  readonly scaleInputs: boolean;
  readonly centred: boolean;
  readonly rateScale: number;
}

/**
 * Throws SettingError for what cannot act: no data have the root mean square of a state, and the identity's is known; a router that
 * reads the state is not centred (ours; it was of no use there); a frozen one must stay as it was drawn; and `hard-concrete` meets
 * its budget by the level of the scores.
 */
export function checkConditioning(
  { scaleInputs, centred, rateScale }: Conditioning,
  input: RouterInput,
  estimator: EstimatorConfig['kind'] | undefined,
): void {
  if (scaleInputs && (input === 'xh' || input === 'identity')) {
    throw new SettingError(
      'method.router.scaleInputs',
      `is on, but a router of input ${input} reads ${input === 'xh' ? 'the state, too' : 'nothing but the identity'}, and the ` +
        'root mean square is that of the inputs of the task; leave it out, or use x, ema, first, mean or pool',
    );
  }
  if (!centred) return;
  const refuse = (why: string): never => {
    throw new SettingError('method.router.centred', `is on, but ${why}`);
  };
  if (input === 'xh') refuse('the router reads the state; leave it out, or use a router input other than xh');
  if (rateScale === 0) refuse('rateScale is 0: a frozen router stays as it was drawn; leave one of them out');
  if (estimator === 'hard-concrete') {
    refuse('hard-concrete opens more or fewer channels by the level of all scores; use another estimator');
  }
}

/** Versions of what the settings turn on. */
export function conditioningVersions({ scaleInputs, centred }: Conditioning): Versions {
  return {
    ...(scaleInputs ? versionOf('router', scaledInputsDefinition) : {}),
    ...(centred ? versionOf('router', centringDefinition) : {}),
  };
}

/**
 * What inputs are divided by; 1 where they are not. Throws SettingError if no input of the training data is other than 0.
 */
export function inputScale({ scaleInputs }: Conditioning, { inputRms }: MethodContext): number {
  if (!scaleInputs || inputRms === undefined) return 1;
  const rms = inputRms();
  if (rms > 0) return rms;
  throw new SettingError(
    'method.router.scaleInputs',
    `is on, but the root mean square of the training inputs is ${String(rms)}; leave it out`,
  );
}

/** Numbers of a router that training adapts by gradient. */
export function trainedRouterCount({ rateScale, centred }: Conditioning, sizes: RouterSizes): number {
  return rateScale === 0 ? 0 : routerParameterCount(sizes) - (centred ? sizes.outputs : 0);
}

/** Factors on the learning rate of the router's parameters whose inputs are divided by `scale`. */
export function routerRates(
  { rateScale, centred }: Conditioning,
  scale: number,
): Readonly<Record<keyof RouterValues, number>> {
  return {
    'router.w1': rateScale / scale,
    'router.b1': rateScale,
    'router.w2': rateScale,
    'router.b2': centred ? 0 : rateScale,
  };
}
