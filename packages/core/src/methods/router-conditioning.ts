/**
 * Settings that keep a router trainable where its scores begin small: inputs divided by their root mean square (routers/router.ts)
 * and scores that stay centred (routers/centring.ts).
 */
import { versionOf, type Versioned, type Versions } from '@dsrnn/portable';
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

/** The same as experiments have them. */
export interface AskedConditioning {
  readonly scaleInputs: boolean | 'auto';
  readonly centred: boolean | 'auto';
  readonly rateScale: number | 'auto';
}

/** What `auto` means as a definition: its version rises when the same settings give another router. */
export const decidedConditioningDefinition: Versioned = { kind: 'auto', version: 1 };

/** Of a router that is conditioned; at the full rate one mask soon serves all inputs. */
const CONDITIONED_RATE = 0.3;

/**
 * `auto` decided. A linear recurrence (S4D) gets all three: its router cannot read the state, so that scores begin small and
 * nothing but the input tells them apart; a shift common to all inputs then wins at once, and most channels are never used.
 */
export function decidedConditioning(
  asked: AskedConditioning,
  input: RouterInput,
  {
    linear,
    estimator,
  }: { readonly linear: boolean; readonly estimator: EstimatorConfig['kind'] | undefined },
): Conditioning {
  const helps = linear && input !== 'identity' && estimator !== 'hard-concrete';
  const rateScale = asked.rateScale === 'auto' ? (helps ? CONDITIONED_RATE : 1) : asked.rateScale;
  return {
    rateScale,
    scaleInputs: asked.scaleInputs === 'auto' ? helps : asked.scaleInputs,
    centred: asked.centred === 'auto' ? helps && rateScale !== 0 : asked.centred,
  };
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

/** Versions of what the settings turn on, and of what decided it. */
export function conditioningVersions(
  asked: AskedConditioning,
  { scaleInputs, centred }: Conditioning,
): Versions {
  const decides = [asked.scaleInputs, asked.centred, asked.rateScale].includes('auto');
  return {
    ...(decides ? versionOf('router', decidedConditioningDefinition) : {}),
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
