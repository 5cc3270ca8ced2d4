/**
 * Control: the channels that a trained router uses most, for every input.
 *
 * Trains as DS for `freezeShare` of the steps while counting how often each channel is active on training data, then
 * fixes the mask to the most used channels and trains on without a router. Separates *which* channels were kept from
 * keeping *different* ones per input.
 */
import {
  aheadOfState,
  asParameters,
  decidedByRouter,
  defineMethod,
  ds,
  dsConfig,
  dsOrigin,
  expandGroups,
  groupCount,
  maskBudget,
  maskedMacs,
  maskedPlan,
  masksInputs,
  routerOf,
  routingVersions,
  scopeOf,
  tf,
  topKMask,
  type DsConfig,
  type Gating,
  type MaskSource,
  type MethodContext,
} from '@dsrnn/core';
import { origins, versionOf } from '@dsrnn/portable';
import { z } from 'zod';

const config = dsConfig
  .extend({
    kind: z.literal('static-router-mean'),
    freezeShare: z
      .number()
      .min(0.01)
      .max(0.99)
      .default(0.5)
      .describe('share of training after which the mask is fixed'),
  })
  .register(origins, dsOrigin);

/** The control with the mean mask of a trained router. */
export const staticRouterMean = defineMethod({
  kind: 'static-router-mean',
  version: 1,
  title: 'static mean mask',
  summary: "control: the trained router's most used channels, fixed for all inputs",
  sparse: true,
  config,
  uses: (settings, cell) => ({ ...versionOf('method', ds), ...routingVersions(settings, cell) }),
  plan: (context) => maskedPlan(decidedByRouter(context), scopeOf(routerOf(asDs(context)).input)),

  create(asked, rng) {
    const context = decidedByRouter(asked);
    const { features, settings, config, steps } = context;
    const inner = ds.create(asDs(context), rng);
    const budget = maskBudget(context, config, scopeOf(routerOf(asDs(context)).input));
    const freezeAt = Math.ceil(config.freezeShare * steps);
    const zeros = (channels: number): tf.Tensor2D => tf.zeros([1, channels]);
    const own = asParameters({ x: zeros(features), h: zeros(settings.units) }, false, 'usage.');
    const usage = { x: own['usage.x'], h: own['usage.h'] };
    let frozen = false;

    /** After freezing, `usage` holds the fixed masks instead of counts. */
    const count: NonNullable<MaskSource['tally']> = (x, h) => {
      if (x !== null) add(usage.x, x);
      add(usage.h, h);
    };
    const fixed = (): MaskSource =>
      aheadOfState('sequence', 'none', () => ({
        block: {
          x: masksInputs(config) ? tf.reshape(usage.x, [1, 1, features]) : null,
          h: tf.reshape(usage.h, [1, 1, settings.units]),
        },
        penalty: null,
      }));

    return {
      ...inner,
      buffers: { ...inner.buffers, ...own },
      selectableFrom: freezeAt,
      gating(mode): Gating {
        const gating = inner.gating(mode);
        if (gating.kind !== 'masked') return gating;
        if (frozen) return { ...gating, masks: fixed() };
        return mode.training && mode.uncounted !== true
          ? { ...gating, masks: { ...gating.masks, tally: count } }
          : gating;
      },
      async afterStep(step, activity) {
        await inner.afterStep(step, activity);
        if (frozen || step + 1 < freezeAt) return;
        frozen = true;
        tf.tidy(() => {
          if (masksInputs(config) && budget.x < features) usage.x.assign(topKMask(usage.x, budget.x).mask);
          else usage.x.assign(tf.onesLike(usage.x));
          if (budget.h < settings.units) usage.h.assign(mostUsed(usage.h, budget.h, config.groupSize));
          else usage.h.assign(tf.onesLike(usage.h));
        });
      },
      loaded: (done) => (frozen = done >= freezeAt),
      macs: (activity) => maskedMacs(context, activity, 0, config),
      dispose: () => {
        inner.dispose();
        for (const variable of Object.values(own)) variable.dispose();
      },
    };
  },
});

/** The k most used units, by whole groups: the units of a group are used together, so its first one tells. */
function mostUsed(usage: tf.Tensor2D, k: number, groupSize: number): tf.Tensor2D {
  const units = usage.shape[1];
  const groups = groupCount(units, groupSize);
  const firsts = tf.range(0, units, groupSize, 'int32');
  const counts = groupSize === 1 ? usage : tf.gather<tf.Tensor2D>(usage, firsts, 1);
  return expandGroups(topKMask(counts, Math.min(groups, groupCount(k, groupSize))).mask, groupSize, units);
}

function add(total: tf.Variable<tf.Rank.R2>, mask: tf.Tensor2D): void {
  tf.tidy(() => total.assign(tf.add(total, mask)));
}

function asDs(context: MethodContext<z.infer<typeof config>>): MethodContext<DsConfig> {
  const { freezeShare: _freezeShare, ...rest } = context.config;
  return { ...context, config: { ...rest, kind: 'ds' } };
}
