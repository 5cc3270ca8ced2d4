/**
 * Delta networks (Neil et al., 2017): a channel is transmitted only when it has moved by at least θ.
 *
 *   x̂_t = x_t where |x_t − x̂_{t−1}| ≥ θ_x, else x̂_{t−1};   ĥ likewise with θ_h;   M_t = b + W_x x̂_t + W_h ĥ_t
 *
 * Trained with its threshold from the start. The MACs of a step are those of the transmitted columns, and depend on the
 * data, so θ is steered in training toward the MAC target (during the first `steerShare` of it) and, after selection,
 * bisected on validation data, or on those of training too, until the target is just met. Comparing and storing x̂, ĥ is element-wise work and is not
 * counted, like the gates' own. Ours: the steering; published recipes fix θ by hand.
 */
import {
  asParameters,
  defineMethod,
  denseMacs,
  disposeParameters,
  macCount,
  passive,
  readBack,
  tf,
  type Activity,
  type MethodContext,
  type RecurrentModel,
} from '@dsrnn/core';
import type { Rng } from '@dsrnn/portable';
import { z } from 'zod';
import {
  budgetOf,
  budgetVersions,
  followedRouter,
  leastProducts,
  macBudget,
  productBudget,
  budgetAdvice,
} from './mac-budget.ts';

/** Settings of a delta network. */
export const deltaConfig = z.strictObject({
  kind: z.literal('delta'),
  budget: budgetOf.default('core'),
  router: followedRouter.default(null),
  thetaRatio: z.number().min(0.001).max(1000).default(1).describe('θ_h / θ_x'),
  initialTheta: z.number().gte(0).max(1000).default(0.05).describe('θ_x at the first step'),
  steerShare: z
    .number()
    .gte(0)
    .lte(1)
    .default(0.7)
    .describe('share of training in which θ follows the target'),
  steerOn: z
    .enum(['validation', 'validation-and-training'])
    .default('validation')
    .describe('data on which θ is bisected after training'),
  fixed: z.boolean().default(false).describe('keep θ at its initial value: no steering, no bisection'),
});
type DeltaConfig = z.infer<typeof deltaConfig>;

/** Largest relative change of θ in one step of steering. */
const GAIN = 0.05;
/** Halvings of the interval of θ after training. */
const BISECTIONS = 16;

/** The delta network as a method. Its plan states the target; the MACs of a model depend on the data. */
export const delta = defineMethod({
  kind: 'delta',
  version: 1,
  title: 'delta network',
  summary: 'transmits a channel only when it has moved by a threshold, chosen to meet the MAC target',
  sparse: true,
  config: deltaConfig,
  uses: ({ budget }) => budgetVersions(budget),
  plan(context) {
    const macs = denseMacs(context.cell, context.settings, context.features);
    const core = productBudget(context, context.config);
    return {
      units: context.settings.units,
      parameters: context.cell.parameterCount(context.settings, context.features),
      macs: macCount(macs, core, 0),
      asked: Math.min(macs, macBudget(context, context.config)),
      least: leastProducts(context),
      ...budgetAdvice(context.config),
      ...(context.config.fixed
        ? {}
        : { calibrations: { passes: BISECTIONS + 3, over: context.config.steerOn } }),
    };
  },
  create: (context, rng) => createDelta(context, rng),
});

function createDelta(context: MethodContext<DeltaConfig>, rng: Rng): RecurrentModel {
  const { cell, settings, features, config, steps } = context;
  const parameters = asParameters(cell.init(settings, features, rng.fork('init/cell')));
  const thetas = asParameters({ x: tf.scalar(0), h: tf.scalar(0) }, false, 'theta.');
  const dense = denseMacs(cell, settings, features);
  const target = productBudget(context, config);
  const core = ({ x, h }: Activity): number => cell.macs(settings, features, { rows: settings.units, x, h });
  let theta = 0;

  function setTheta(value: number): void {
    theta = value;
    tf.tidy(() => {
      (thetas['theta.x'] as tf.Variable).assign(tf.scalar(value));
      (thetas['theta.h'] as tf.Variable).assign(tf.scalar(value * config.thetaRatio));
    });
  }
  setTheta(config.initialTheta);

  return {
    ...passive,
    cell,
    settings,
    parameters,
    buffers: thetas,
    selectableFrom: config.fixed ? 0 : Math.floor(config.steerShare * steps),
    watchesActivity: !config.fixed,
    gating: () => ({
      kind: 'delta',
      thetaX: thetas['theta.x'],
      thetaH: thetas['theta.h'],
    }),
    afterStep(step, activity) {
      if (!config.fixed && activity !== null && step < config.steerShare * steps) {
        const excess = core(activity) / target - 1;
        setTheta(Math.max(theta, 1e-4) * (1 + GAIN * Math.min(1, Math.max(-1, excess))));
      }
      return Promise.resolve();
    },
    async calibrate(measure) {
      if (config.fixed) return;
      const cost = async (value: number): Promise<number> => {
        setTheta(value);
        return core(await measure(config.steerOn));
      };
      let low = 0;
      const [selected] = await readBack(thetas['theta.x']);
      let high = Math.max(selected as number, 1e-3);
      for (let i = 0; i < 20 && (await cost(high)) > target; i++) {
        low = high;
        high *= 2;
      }
      for (let i = 0; i < BISECTIONS; i++) {
        const middle = (low + high) / 2;
        if ((await cost(middle)) > target) low = middle;
        else high = middle;
      }
      setTheta(high);
    },
    macs: (activity) => macCount(dense, core(activity), 0),
    dispose: () => {
      disposeParameters(parameters);
      disposeParameters(thetas);
    },
  };
}
