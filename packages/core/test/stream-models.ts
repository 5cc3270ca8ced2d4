/** Small models of every cell and gating, for the tests of streams. */
import { createRng, type Rng } from '@dsrnn/portable';
import type { CellDefinition } from '../src/cells/cell.ts';
import type { ReadoutKind } from '../src/engines/recurrence.ts';
import { groupCount } from '../src/gating/budget/channel-groups.ts';
import { estimatorConfig, estimatorDefinition } from '../src/gating/estimators/registry.ts';
import type { Gating, ReadRule } from '../src/gating/gating.ts';
import { aheadOfState } from '../src/gating/masks/mask-source.ts';
import { routedMasks } from '../src/gating/masks/routed-masks.ts';
import { routerInputWidth, type RouterInput } from '../src/gating/routers/router-input.ts';
import { routerInit, type RouterValues } from '../src/gating/routers/router.ts';
import { macCount, passive } from '../src/methods/method.ts';
import { createModel, type SequenceModel } from '../src/model/model.ts';
import { asParameters, disposeParameters, type Parameters } from '../src/tensor/parameters.ts';
import { tf } from '../src/tensor/tf.ts';
import { hiddenBudget } from './engine-cases.ts';
import { coinMask, toyMode, toyParameters, toySettings } from './toys.ts';

/** Sizes of a case. */
export interface ToySizes {
  readonly features: number;
  readonly units: number;
  readonly seed: number;
}

/** How a toy is gated: the tensors it needs, and its gating with them. */
export interface ToyGating {
  readonly extra: (size: ToySizes, rng: Rng) => Parameters;
  readonly gating: (size: ToySizes, parameters: Parameters) => Gating;
}

const nothing = { extra: (): Parameters => ({}) };

/** No gating. */
export const dense: ToyGating = { ...nothing, gating: () => ({ kind: 'dense' }) };

/** A delta network. */
export function delta(thetaX: number, thetaH: number): ToyGating {
  return {
    extra: () => asParameters({ 'theta.x': tf.scalar(thetaX), 'theta.h': tf.scalar(thetaH) }, false),
    gating: (_size, parameters) => ({
      kind: 'delta',
      thetaX: parameters['theta.x'] as tf.Variable<tf.Rank.R0>,
      thetaH: parameters['theta.h'] as tf.Variable<tf.Rank.R0>,
    }),
  };
}

/** What all masked toys may differ in. */
interface MaskedOptions {
  readonly maskInputs?: boolean;
  readonly inactive?: 'carry' | 'zero';
  readonly read?: ReadRule;
}

/** One mask for all, or one a sample. */
export function given({
  maskInputs = true,
  inactive = 'carry',
  samples = 'one',
  read = 'current',
}: MaskedOptions & { readonly samples?: 'one' | 'each' } = {}): ToyGating {
  return {
    extra: (size, rng) =>
      asParameters({ 'mask.x': coinMask(1, size.features, rng), 'mask.h': coinMask(1, size.units, rng) }),
    gating: (size, parameters) => ({
      kind: 'masked',
      inactive,
      read,
      masks: aheadOfState('sequence', 'none', (xs) => {
        const [batch] = xs.shape;
        const block = (name: string, n: number): tf.Tensor3D => {
          const mask = tf.reshape<tf.Rank.R3>(parameters[name] as tf.Tensor, [1, 1, n]);
          return samples === 'one' ? mask : tf.tile(mask, [1, batch, 1]);
        };
        return {
          block: { x: maskInputs ? block('mask.x', size.features) : null, h: block('mask.h', size.units) },
          penalty: null,
        };
      }),
    }),
  };
}

/** Masks of a router. */
export function routed(
  input: RouterInput,
  {
    estimator = 'top-k-ste',
    maskInputs = true,
    inactive = 'carry',
    share = 0.5,
    shareX = share,
    read = 'current',
    groupSize = 1,
  }: MaskedOptions & {
    readonly estimator?: string;
    /** Shares of units and of inputs that are active. */
    readonly share?: number;
    readonly shareX?: number;
    readonly groupSize?: number;
  } = {},
): ToyGating {
  const settings = { input, firstSteps: 1, blocks: 1, emaDecay: 0.75, identity: 1, detachState: false };
  return {
    extra: ({ features, units }, rng) =>
      asParameters(
        routerInit(
          {
            inputs: routerInputWidth(settings, features, units),
            width: 3,
            outputs: (maskInputs ? features : 0) + groupCount(units, groupSize),
          },
          rng,
        ),
      ),
    gating: ({ features, units }, parameters) => ({
      kind: 'masked',
      inactive,
      read,
      masks: routedMasks({
        parameters: parameters as Parameters & RouterValues,
        input: settings,
        estimator: estimatorDefinition(estimator),
        estimatorConfig: estimatorConfig.parse({ kind: estimator }),
        features,
        units,
        maskInputs,
        groupSize,
        budget: {
          x: Math.max(1, Math.round(shareX * features)),
          h: hiddenBudget(share, units, groupSize),
        },
        softBudget: null,
        balanceWeight: 0,
        mode: toyMode(false),
      }),
    }),
  };
}

/** A model with two outputs. */
export function toyModel(
  cell: CellDefinition,
  size: ToySizes,
  { extra, gating }: ToyGating,
  readout: ReadoutKind = 'last',
  config: Record<string, unknown> = {},
): SequenceModel {
  const settings = cell.config.parse({ ...toySettings(cell, size.units), ...config });
  const rng = createRng(size.seed);
  const parameters = {
    ...toyParameters(cell, settings, size.features, size.seed),
    ...extra(size, rng.fork('extra')),
  };
  const recurrent = {
    ...passive,
    cell,
    settings,
    parameters,
    gating: () => gating(size, parameters),
    macs: () => macCount(0, 0, 0),
    dispose: () => {
      disposeParameters(parameters);
    },
  };
  return createModel(recurrent, { kind: readout, outputs: 2 }, rng.fork('head'));
}
