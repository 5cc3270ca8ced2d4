/** Gatings of every kind for tests that compare engines: given masks and routed ones, with gradients to all that has any. */
import type { Rng } from '@dsrnn/portable';
import { channelsOfGroups, groupCount } from '../src/gating/budget/channel-groups.ts';
import type { EstimatorDefinition } from '../src/gating/estimators/estimator.ts';
import type { MaskGradient } from '../src/gating/estimators/mask-gradient.ts';
import { estimatorConfig, estimatorDefinition } from '../src/gating/estimators/registry.ts';
import { topKMask } from '../src/gating/estimators/top-k-mask.ts';
import type { Gating, ReadRule } from '../src/gating/gating.ts';
import { aheadOfState, type MaskSource } from '../src/gating/masks/mask-source.ts';
import { routedMasks } from '../src/gating/masks/routed-masks.ts';
import { routerInputWidth, type RouterInput } from '../src/gating/routers/router-input.ts';
import { routerInit, type RouterValues } from '../src/gating/routers/router.ts';
import type { SoftBudget } from '../src/gating/routers/routing.ts';
import { asParameters, type Parameters } from '../src/tensor/parameters.ts';
import { tf } from '../src/tensor/tf.ts';
import { coinMask, toyMode } from './toys.ts';

/** A case: sizes, and how the cell is gated. */
export interface Sizes {
  readonly batch: number;
  readonly time: number;
  readonly features: number;
  readonly units: number;
  readonly seed: number;
}
/** Makes a gating from named tensors that may get gradients, and makes those tensors. */
export interface Gated {
  readonly extra: (size: Sizes, rng: Rng) => Parameters;
  readonly gating: (size: Sizes, parameters: Parameters) => Gating;
}

const nothing = { extra: () => ({}) };
/** No gating. */
export const dense: Gated = { ...nothing, gating: () => ({ kind: 'dense' }) };
/** A delta network. */
export const delta = (thetaX: number, thetaH: number): Gated => ({
  ...nothing,
  gating: () => ({ kind: 'delta', thetaX: tf.scalar(thetaX), thetaH: tf.scalar(thetaH) }),
});

/** Of masks that are given. */
export interface GivenOptions {
  readonly maskInputs?: boolean;
  readonly soft?: boolean;
  readonly scope?: 'step' | 'sequence';
  readonly rows?: 'batch' | 'one';
  readonly read?: ReadRule;
}

/** Of masks that a router decides. */
export interface RoutedOptions {
  readonly maskInputs?: boolean;
  readonly inactive?: 'carry' | 'zero';
  readonly detachState?: boolean;
  readonly share?: number;
  readonly balanceWeight?: number;
  readonly softBudget?: SoftBudget | null;
  readonly read?: ReadRule;
  readonly groupSize?: number;
  /** Of training. */
  readonly step?: number;
  /** Instead of that of the registry. */
  readonly definition?: EstimatorDefinition;
}

/** Random masks, hard or soft, whose gradient goes to variables that hold them. */
export function given(
  gradient: MaskGradient,
  inactive: 'carry' | 'zero',
  { maskInputs = true, soft = false, scope = 'step', rows = 'batch', read = 'current' }: GivenOptions = {},
): Gated {
  const block = (size: Sizes, n: number, rng: Rng): tf.Tensor => {
    const steps = scope === 'step' ? size.time : 1;
    const count = rows === 'batch' ? size.batch : 1;
    const masks = Array.from({ length: steps }, () => coinMask(count, n, rng));
    const stacked = tf.stack(masks);
    masks.forEach((mask) => mask.dispose());
    if (!soft) return stacked;
    return tf.tidy(() => {
      const values = tf.tensor(
        Float32Array.from({ length: stacked.size }, () => 0.1 + 0.9 * rng.uniform()),
        stacked.shape,
      );
      return tf.mul(stacked, values);
    });
  };
  return {
    extra: (size, rng) =>
      asParameters({
        'mask.x': block(size, size.features, rng),
        'mask.h': block(size, size.units, rng),
      }),
    gating: (_size, parameters) => {
      // Masks reach the loss as variables; what an inactive entry gets is dropped where it is not promised.
      const source: MaskSource = aheadOfState(scope, gradient, () => ({
        block: {
          x: maskInputs ? promised(parameters['mask.x'] as tf.Tensor, gradient) : null,
          h: promised(parameters['mask.h'] as tf.Tensor, gradient),
        },
        penalty: null,
      }));
      return { kind: 'masked', masks: source, inactive, read };
    },
  };
}

/** The mask with the gradient that a source of this kind promises: all, active entries, or none. */
function promised(mask: tf.Tensor, gradient: MaskGradient): tf.Tensor3D {
  return tf.customGrad((value) => ({
    value: tf.clone(value as tf.Tensor),
    gradFunc: (dy) => {
      if (gradient === 'none') return tf.zerosLike(dy);
      return gradient === 'all' ? dy : tf.mul(dy, tf.cast(tf.notEqual(mask, 0), 'float32'));
    },
  }))(mask) as tf.Tensor3D;
}

/** Masks that a router of any kind decides. */
export function routed(
  input: RouterInput,
  estimator: { readonly kind: string; readonly [option: string]: unknown },
  {
    maskInputs = true,
    inactive = 'carry',
    detachState = false,
    share = 0.5,
    balanceWeight = 0,
    softBudget = null,
    read = 'current',
    groupSize = 1,
    step,
    definition = estimatorDefinition(estimator.kind),
  }: RoutedOptions = {},
): Gated {
  const settings = (size: Sizes) => ({
    input,
    firstSteps: Math.min(2, size.time),
    blocks: Math.min(2, size.time),
    emaDecay: 0.75,
    identity: Math.min(2, size.features),
    detachState,
  });
  const width = 3;
  return {
    extra: (size, rng) =>
      asParameters(
        routerInit(
          {
            inputs: routerInputWidth(settings(size), size.features, size.units),
            width,
            outputs: (maskInputs ? size.features : 0) + groupCount(size.units, groupSize),
          },
          rng,
        ),
      ),
    gating: (size, parameters) => ({
      kind: 'masked',
      inactive,
      read,
      masks: routedMasks({
        parameters: parameters as Parameters & RouterValues,
        input: settings(size),
        estimator: definition,
        estimatorConfig: estimatorConfig.parse(estimator),
        features: size.features,
        units: size.units,
        maskInputs,
        groupSize,
        budget: {
          x: Math.max(1, Math.round(share * size.features)),
          h: hiddenBudget(share, size.units, groupSize),
        },
        softBudget,
        balanceWeight,
        mode: { ...toyMode(), ...(step === undefined ? {} : { step }) },
      }),
    }),
  };
}

/** About that share of the units, in whole groups; at least one. */
export function hiddenBudget(share: number, units: number, groupSize: number): number {
  const groups = Math.max(1, Math.round((share * units) / groupSize));
  return channelsOfGroups(groups, groupSize, units);
}

/** Top-k from which the scores learn nothing; only what is asked of them besides does teach them. */
export const withoutGradient: EstimatorDefinition = {
  ...estimatorDefinition('top-k-ste'),
  gradient: 'none',
  mask: (_config, logits, k) => promised(topKMask(logits, k).mask, 'none') as tf.Tensor as tf.Tensor2D,
};
