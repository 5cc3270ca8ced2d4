/**
 * DS: a router predicts sparse masks over input and hidden channels, so every input runs its own sub-network.
 *
 *   [l^x l^h] = router(z_t),   m = top-k(l) with a straight-through gradient
 *   candidate = cell(m^x ⊙ x_t, m^h ⊙ h_{t−1}),   state_t = state_{t−1} + m^h ⊙ (candidate − state_{t−1})
 *
 * The gates of an inactive unit are not computed, its column is not read, its state carries over. With `read: previous` columns
 * are m^h of the step before: a step reads what was written. With `groupSize` neighbouring units share a score; see
 * decided-masks for what `auto` makes of both. k_x and k_h come from the target sparsity, see channel-budget. Only the paper's
 * abstract is public, so every choice here is ours and a setting; docs/protocol.md says what each default rests on.
 */
import { origins, versionOf, type Versions } from '@dsrnn/portable';
import { z } from 'zod';
import type { CellDefinition } from '../cells/cell.ts';
import { SettingError } from '../errors.ts';
import { groupCount } from '../gating/budget/channel-groups.ts';
import { Centring } from '../gating/routers/centring.ts';
import { estimatorConfig, estimatorDefinition } from '../gating/estimators/registry.ts';
import { lastingMasksDefinition, masksLast } from '../gating/masks/lasting-masks.ts';
import { routedMasks } from '../gating/masks/routed-masks.ts';
import {
  routerInputDefinition,
  routerInputWidth,
  scopeOf,
  type RouterInput,
  type RouterInputSettings,
} from '../gating/routers/router-input.ts';
import { routerDefinition, routerInit, routerMacs, type RouterSizes } from '../gating/routers/router.ts';
import type { SoftBudget } from '../gating/routers/routing.ts';
import { DualAscent } from './dual-ascent.ts';
import { decidedMasks, decidedVersions, type AskedMasks, type DecidedMasks } from './decided-masks.ts';
import { maskOrigin, maskSettings } from './mask-settings.ts';
import { askedMacs, maskBudget, maskedMacs, maskedModel, masksInputs } from './masked-model.ts';
import { routerConfig } from './router-config.ts';
import { defineMethod, type Gradients, type MethodContext } from './method.ts';
import {
  checkConditioning,
  conditioningVersions,
  decidedConditioning,
  type Conditioning,
  inputScale,
  routerRates,
  trainedRouterCount,
} from './router-conditioning.ts';

/** The defaults with which the settings of DS came. */
export const dsOrigin = { ...maskOrigin, router: {}, estimator: { kind: 'top-k-ste' } };

/** Settings of DS; every default is a choice of ours. */
export const dsConfig = z
  .strictObject({
    kind: z.literal('ds'),
    ...maskSettings,
    router: routerConfig.prefault({}),
    estimator: estimatorConfig.prefault({ kind: 'periodic-ste' }),
    balanceWeight: z.number().gte(0).max(1000).default(0).describe('weight of the load-balance term'),
    rampShare: z
      .number()
      .gte(0)
      .max(0.99)
      .default(0)
      .describe('share of training over which the masks close from dense to the target'),
  })
  .register(origins, dsOrigin);

/** Settings of a router, its input decided. */
export type RouterSettings = Omit<
  z.infer<typeof routerConfig>,
  'input' | 'trainedParts' | keyof Conditioning
> &
  Conditioning &
  RouterInputSettings;

/** Settings of DS, defaults filled in. */
export type DsConfig = z.infer<typeof dsConfig>;

/**
 * The router's settings with `auto` decided. Throws SettingError for a router that reads the state of a linear
 * recurrence: masks that depend on it would end the convolution; and for one that reads an identity that the task does
 * not give.
 */
export function routerOf({
  config,
  cell,
  identity = 0,
}: MethodContext<Pick<DsConfig, 'router'> & Partial<Pick<DsConfig, 'estimator'>>>): RouterSettings {
  const { input, trainedParts: _, ...rest } = config.router;
  const linear = cell.recurrence === 'linear';
  if (input === 'xh' && linear) {
    throw new SettingError(
      'method.router.input',
      `xh reads the state, but a layer of ${cell.kind} is a convolution over the whole sequence; use auto, x, ema, ` +
        'first, mean or pool',
    );
  }
  if (input === 'identity' && identity === 0) {
    throw new SettingError(
      'method.router.input',
      'is identity, but the task gives no identity: set task.identity to one-hot',
    );
  }
  const decided = decidedInput(input, cell);
  const estimator = config.estimator?.kind;
  const conditioning = decidedConditioning(rest, decided, { linear, estimator });
  checkConditioning(conditioning, decided, estimator);
  return { ...rest, ...conditioning, identity, input: decided };
}

function decidedInput(
  input: DsConfig['router']['input'],
  { recurrence }: Pick<CellDefinition, 'recurrence'>,
): RouterInput {
  if (input !== 'auto') return input;
  return recurrence === 'linear' ? 'ema' : 'xh';
}

/** Versions of what decides the masks of a method with a router: its input, its layers and the estimator. */
export function routingVersions(
  { router, estimator, ...masks }: Pick<DsConfig, 'router' | 'estimator'> & AskedMasks,
  cell: Pick<CellDefinition, 'recurrence'>,
): Versions {
  const input = decidedInput(router.input, cell);
  const ofMasks = estimatorDefinition(estimator.kind);
  const least = ofMasks.schedule === undefined ? ofMasks.gradient : 'active';
  const linear = cell.recurrence === 'linear';
  const lasting = !linear && masksLast(scopeOf(input), least);
  return {
    ...versionOf('router-input', routerInputDefinition(input)),
    ...versionOf('router', routerDefinition),
    ...conditioningVersions(
      router,
      decidedConditioning(router, input, { linear, estimator: estimator.kind }),
    ),
    ...versionOf('estimator', ofMasks),
    ...decidedVersions(masks),
    ...(lasting ? versionOf('products', lastingMasksDefinition) : {}),
  };
}

/** Settings that decide what a router scores. */
type ScoredSettings = Pick<DsConfig, 'router'> & AskedMasks;

/** The context of a method with a router, what it masks decided. Throws as `routerOf` does. */
export function decidedByRouter<Config extends ScoredSettings>(
  context: MethodContext<Config>,
): MethodContext<Config & DecidedMasks> {
  const { input } = routerOf(context);
  return decidedMasks(context, { scope: scopeOf(input), readsState: input === 'xh' });
}

/** Sizes of the router that `config` asks for. Throws SettingError for one that reads more steps than there are. */
export function routerSizes(context: MethodContext<ScoredSettings>): RouterSizes {
  const { config, features, settings, time } = decidedByRouter(context);
  const router = routerOf(context);
  const { input } = router;
  const field = input === 'first' ? 'firstSteps' : input === 'pool' ? 'blocks' : null;
  if (field !== null && router[field] > time) {
    throw new SettingError(
      `method.router.${field}`,
      `is ${router[field]}, but the sequences of the task have ${time} steps; use at most that`,
    );
  }
  return {
    inputs: routerInputWidth(router, features, settings.units),
    width: router.width,
    outputs: (masksInputs(config) ? features : 0) + groupCount(settings.units, config.groupSize),
  };
}

/** MACs of the router per step: a sequence-scope router decides once in `time` steps. */
export function routerMacsPerStep(context: MethodContext<ScoredSettings>): number {
  const macs = routerMacs(routerSizes(context));
  return scopeOf(routerOf(context).input) === 'step' ? macs : macs / context.time;
}

/** Said of groups that a router chooses by the state. */
const GROUPS_BY_STATE =
  'a router that reads the state (xh) tends to open the same few groups of units for every input; take groupSize: 1, or ' +
  'router.input: ema or x';

/** The method DS. A mask whose budget is all of its channels is ones, and its scores get no gradient. */
export const ds = defineMethod({
  kind: 'ds',
  version: 1,
  title: 'DS',
  summary: 'input-dependent sparse masks over input and hidden channels, predicted by a router',
  sparse: true,
  config: dsConfig,
  uses: routingVersions,

  plan(asked) {
    const context = decidedByRouter(asked);
    const { cell, config, features, settings } = context;
    const router = routerOf(context);
    const { input } = router;
    const trained = trainedRouterCount(router, routerSizes(context));
    const active = maskBudget(context, config, scopeOf(input));
    return {
      units: settings.units,
      parameters: cell.parameterCount(settings, features) + trained,
      macs: maskedMacs(context, active, routerMacsPerStep(context), config),
      ...askedMacs(context, config),
      ...(input === 'xh' && config.groupSize > 1 ? { advice: GROUPS_BY_STATE } : {}),
    };
  },

  create(asked, rng) {
    const context = decidedByRouter(asked);
    const { config, features, settings } = context;
    const router = routerOf(context);
    const sizes = routerSizes(context);
    const budget = maskBudget(context, config, scopeOf(router.input));
    const estimator = estimatorDefinition(config.estimator.kind);
    const soft = config.estimator.kind === 'hard-concrete' ? config.estimator : null;
    const dual =
      soft?.budget === 'dual'
        ? new DualAscent(soft.weight, { x: budget.x / features, h: budget.h / settings.units })
        : null;
    const softBudget: SoftBudget | null =
      dual !== null ? { multipliers: dual.multipliers } : soft !== null ? { weight: soft.weight } : null;
    const scale = inputScale(router, context);
    const centring = router.centred ? new Centring(router.width) : null;
    const { trainedParts } = config.router;
    let frozen = false;
    return maskedModel(
      context,
      config,
      {
        ...(trainedParts === null
          ? {}
          : {
              beginPart: (part) => (frozen = part >= trainedParts),
              // Without a gradient the optimiser lets a parameter rest.
              onGradients: (_step, gradients) => (frozen ? withoutRouter(gradients) : gradients),
            }),
        extra: routerInit(sizes, rng.fork('init/router'), scale),
        routerMacs: routerMacsPerStep(context),
        rateScale: routerRates(router, scale),
        selectableFrom: Math.ceil(config.rampShare * context.steps),
        ...(centring === null
          ? {}
          : {
              buffers: centring.buffers,
              afterStep: async () => centring.centre(),
            }),
        ...(dual === null
          ? {}
          : {
              buffers: { 'dual.multipliers': dual.multipliers },
              watchesActivity: true,
              afterStep: (_step, activity) => {
                if (activity !== null)
                  dual.ascend({ x: activity.x / features, h: activity.h / settings.units });
                return Promise.resolve();
              },
            }),
        masks: (mode, parameters) =>
          routedMasks({
            parameters,
            input: router,
            estimator,
            estimatorConfig: config.estimator,
            features,
            units: settings.units,
            maskInputs: masksInputs(config),
            groupSize: config.groupSize,
            budget: {
              x: ramped(features, budget.x, mode.progress, config.rampShare),
              h: ramped(settings.units, budget.h, mode.progress, config.rampShare),
            },
            softBudget,
            balanceWeight: config.balanceWeight,
            watchHidden:
              centring !== null && mode.training && mode.uncounted !== true && !frozen
                ? (mean) => centring.watch(mean, parameters)
                : undefined,
            mode,
          }),
      },
      rng,
    );
  },
});

function withoutRouter(gradients: Gradients): Gradients {
  return Object.fromEntries(Object.entries(gradients).filter(([name]) => !name.startsWith('router.')));
}

/** Linear ramp from n to k over the first `share` of training. */
function ramped(n: number, k: number, progress: number, share: number): number {
  return progress >= share ? k : Math.round(n - ((n - k) * progress) / share);
}
