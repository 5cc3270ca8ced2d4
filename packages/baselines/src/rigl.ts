/**
 * RigL: dynamic unstructured weight sparsity (Evci et al., 2020, Algorithm 1).
 *
 * Every ΔT steps, while t < T_end: drop the f(t)·(number of ones) smallest weights by magnitude, grow as many where the
 * dense gradient is largest, f(t) = α/2 (1 + cos(π t / T_end)). A mask update replaces the optimiser step. New weights
 * start at 0 and their optimiser moments are forgotten. Biases are never masked.
 *
 * The weights outside the mask are held at exactly 0, so the plain forward pass already is the masked one, and its
 * gradient already is the dense gradient that growing needs.
 *
 * Differences from the publication, all settings: grow scores average the gradients of the last few batches, because
 * one batch through time is noisy; T_end is a share of training; ΔT is shortened where training is so short that
 * hardly an update would fit. `growth: random` is the variant of Selfish-RNN (Liu et
 * al., 2021), which found it better on recurrent models. The grown set excludes the weights dropped in the same update.
 */
import {
  asParameters,
  defineMethod,
  denseMacs,
  fixedMacs,
  disposeParameters,
  macCount,
  parameter,
  passive,
  readBack,
  tf,
  type Gradients,
  type MethodContext,
  type OptimiserState,
  type RecurrentModel,
} from '@dsrnn/core';
import { cosPi, type Rng } from '@dsrnn/portable';
import { z } from 'zod';
import { onesPerMatrix } from './erdos-renyi.ts';
import {
  budgetOf,
  budgetVersions,
  followedRouter,
  leastProducts,
  macBudget,
  productBudget,
  budgetAdvice,
} from './mac-budget.ts';
import { updateMask } from './weight-mask.ts';

/** Settings of RigL. */
export const riglConfig = z.strictObject({
  kind: z.literal('rigl'),
  budget: budgetOf.default('core'),
  router: followedRouter.default(null),
  distribution: z
    .enum(['uniform', 'erdos-renyi'])
    .default('uniform')
    .describe('share of ones among matrices; uniform compares at equal MACs'),
  dropFraction: z
    .number()
    .min(0.001)
    .lte(1)
    .default(0.3)
    .describe('α, share of ones replaced by the first update'),
  updateInterval: z
    .int()
    .positive()
    .max(1_000_000)
    .default(100)
    .describe('ΔT, steps between mask updates, at most'),
  minimumUpdates: z
    .int()
    .positive()
    .max(100_000)
    .default(30)
    .describe('ΔT is shortened (to 5 steps at the least) until so many updates fit before T_end'),
  endShare: z.number().min(0.01).lte(1).default(0.75).describe('T_end as a share of training'),
  growth: z.enum(['gradient', 'random']).default('gradient').describe('where weights grow'),
  gradientBatches: z.int().positive().max(1000).default(8).describe('batches averaged for the grow score'),
});
type RiglConfig = z.infer<typeof riglConfig>;

/** An update replaces an optimiser step, so updates must not follow one another. */
const SHORTEST_INTERVAL = 5;

/** The method RigL. */
export const rigl = defineMethod({
  kind: 'rigl',
  version: 1,
  title: 'RigL',
  summary: 'dynamic unstructured weight sparsity: drop by magnitude, grow by gradient',
  sparse: true,
  config: riglConfig,
  uses: ({ budget }) => budgetVersions(budget),
  plan(context) {
    const { cell, settings, features, config } = context;
    const macs = denseMacs(cell, settings, features);
    return {
      units: settings.units,
      parameters: Math.round(
        cell.parameterCount(settings, features) - (1 - density(context)) * weightCount(context),
      ),
      macs: macCount(macs, productBudget(context, config), 0),
      asked: Math.min(macs, macBudget(context, config)),
      least: leastProducts(context),
      ...budgetAdvice(config),
    };
  },
  create: (context, rng) => createRigl(context, rng),
});

/** f(t): share of ones that an update at `step` replaces; α at 0, 0 at `end`. */
export function dropFractionAt(step: number, end: number, alpha: number): number {
  return step >= end ? 0 : (alpha / 2) * (1 + cosPi(step / end));
}

/** ΔT: steps between updates when the last one comes before `end`. */
export function updateIntervalFor(
  { updateInterval, minimumUpdates }: Pick<RiglConfig, 'updateInterval' | 'minimumUpdates'>,
  end: number,
): number {
  return Math.min(updateInterval, Math.max(SHORTEST_INTERVAL, Math.floor(end / minimumUpdates)));
}

/** Share of the weights that are ones, for the MACs that products may cost. */
function density(context: MethodContext<RiglConfig>): number {
  const { cell, settings, features, config } = context;
  const fixed = fixedMacs(cell, settings, features);
  return (productBudget(context, config) - fixed) / (denseMacs(cell, settings, features) - fixed);
}

function weightCount({ cell, settings, features }: MethodContext): number {
  return cell
    .weightMatrices(settings, features)
    .reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0);
}

function createRigl(context: MethodContext<RiglConfig>, rng: Rng): RecurrentModel {
  const { cell, settings, features, config, steps } = context;
  const parameters = asParameters(cell.init(settings, features, rng.fork('init/cell')));
  const dense = denseMacs(cell, settings, features);
  const shapes = cell.weightMatrices(settings, features);
  const ones = onesPerMatrix(shapes, density(context), config.distribution);
  const masks = asParameters(
    Object.fromEntries(
      shapes.map(({ name, inputs, outputs }) => {
        const mask = new Float32Array(inputs * outputs);
        const order = rng.fork(`mask/${name}`).permutation(mask.length);
        for (const index of order.subarray(0, ones[name])) mask[index] = 1;
        return [name, tf.tensor2d(mask, [inputs, outputs])];
      }),
    ),
    false,
    'mask.',
  );
  const maskOf = (name: string): tf.Variable => parameter(masks, `mask.${name}`);
  tf.tidy(() => {
    for (const { name } of shapes) {
      const weight = parameter(parameters, name);
      weight.assign(tf.mul(weight, maskOf(name)));
    }
  });

  const ofWeights = Object.fromEntries(shapes.map(({ name }) => [name, maskOf(name)]));

  const end = Math.floor(config.endShare * steps);
  const interval = updateIntervalFor(config, end);
  const due = (step: number): boolean => step > 0 && step < end && step % interval === 0;
  /** Sums of dense gradients, kept until the next update. */
  const collected = new Map<string, tf.Tensor>();
  /** Set when the step at hand is an update, which `afterStep` makes. */
  let updating: OptimiserState | null = null;
  const noise = rng.fork('mask/updates');

  /** Whether the batch of a step is one of those just before an update, by whose gradients weights grow. */
  function collects(step: number): boolean {
    const untilUpdate = (interval - (step % interval)) % interval;
    return config.growth === 'gradient' && step > 0 && step < end && untilUpdate < config.gradientBatches;
  }

  /** Sums dense gradients. */
  function collect(step: number, gradients: Gradients): void {
    if (!collects(step)) return;
    for (const { name } of shapes) {
      const gradient = gradients[name] as tf.Tensor;
      const sum = collected.get(name);
      collected.set(name, tf.keep(sum === undefined ? tf.clone(gradient) : tf.add(sum, gradient)));
      sum?.dispose();
    }
  }

  function forget(): void {
    for (const sum of collected.values()) sum.dispose();
    collected.clear();
  }

  async function update(step: number, optimiser: OptimiserState): Promise<void> {
    const fraction = dropFractionAt(step, end, config.dropFraction);
    for (const { name } of shapes) {
      const variable = parameter(parameters, name);
      const weights = await readBack(variable);
      const mask = (await readBack(maskOf(name))).slice();
      const sum = collected.get(name);
      const gradient = sum === undefined ? undefined : await readBack(sum);
      const growScore =
        gradient === undefined ? () => noise.uniform() : (i: number) => Math.abs(gradient[i] as number);
      updateMask(
        mask,
        Math.floor(fraction * (ones[name] as number)),
        (i) => Math.abs(weights[i] as number) + 1e-5 * noise.normal(),
        growScore,
      );
      tf.tidy(() => {
        const fresh = tf.tensor2d(mask, variable.shape as [number, number]);
        maskOf(name).assign(fresh);
        variable.assign(tf.mul(variable, fresh));
        optimiser.maskMoments(name, fresh);
      });
    }
    forget();
  }

  return {
    ...passive,
    cell,
    settings,
    parameters,
    buffers: masks,
    gating: () => ({ kind: 'dense' }),
    onGradients(step, gradients, optimiser) {
      collect(step, gradients);
      if (due(step)) {
        updating = optimiser;
        return null;
      }
      const masked = shapes.map(({ name }) => [name, tf.mul(gradients[name] as tf.Tensor, maskOf(name))]);
      return { ...gradients, ...(Object.fromEntries(masked) as Gradients) };
    },
    gradientMasks: (step) => (due(step) || collects(step) ? null : ofWeights),
    async afterStep(step) {
      if (updating === null) return;
      const optimiser = updating;
      updating = null;
      await update(step, optimiser);
    },
    macs: () => {
      const left = shapes.map(
        ({ name, inputs, outputs, macsPerWeight }) =>
          macsPerWeight * (inputs * outputs - (ones[name] as number)),
      );
      return macCount(dense, dense - left.reduce((sum, one) => sum + one, 0), 0);
    },
    dispose: () => {
      forget();
      disposeParameters(parameters);
      disposeParameters(masks);
    },
  };
}
