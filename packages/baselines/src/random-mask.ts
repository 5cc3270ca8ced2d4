/** Control: a fresh random mask for every sample, at every step or once per sequence. Masks that know nothing. */
import {
  aheadOfState,
  decidedMasks,
  decidedVersions,
  defineMethod,
  expandGroups,
  groupCount,
  maskBudget,
  maskedPlan,
  maskedModel,
  masksInputs,
  maskOrigin,
  maskSettings,
  tf,
  type MaskDecider,
  type MethodContext,
} from '@dsrnn/core';
import { origins, type Rng } from '@dsrnn/portable';
import { z } from 'zod';

/** The control with random masks; they come from the noise stream of the pass. */
export const randomMask = defineMethod({
  kind: 'random-mask',
  version: 1,
  title: 'random masks',
  summary: 'control: a new random mask for every sample and step (or sequence)',
  sparse: true,
  config: z
    .strictObject({
      kind: z.literal('random-mask'),
      ...maskSettings,
      scope: z.enum(['step', 'sequence']).default('step').describe('how often a new mask is drawn'),
    })
    .register(origins, { ...maskOrigin }),
  uses: decidedVersions,
  plan: (context) => maskedPlan(decidedMasks(context, deciderOf(context)), context.config.scope),
  create(asked, rng) {
    const context = decidedMasks(asked, deciderOf(asked));
    const { features, settings, config } = context;
    const { units } = settings;
    const { groupSize } = config;
    const budget = maskBudget(context, config, config.scope);
    const hiddenRows = (batch: number, noise: Rng): tf.Tensor2D => {
      const groups = randomRows(batch, groupCount(units, groupSize), groupCount(budget.h, groupSize), noise);
      return expandGroups(groups, groupSize, units);
    };
    return maskedModel(
      context,
      config,
      {
        extra: {},
        routerMacs: 0,
        masks: ({ noise }) =>
          aheadOfState(config.scope, 'none', (xs) => {
            const [batch, time] = xs.shape;
            const draws = Array.from({ length: config.scope === 'step' ? time : 1 }, () => ({
              x: masksInputs(config) ? randomRows(batch, features, budget.x, noise) : null,
              h: hiddenRows(batch, noise),
            }));
            const x = draws.flatMap((draw) => (draw.x === null ? [] : [draw.x]));
            return {
              block: { x: x.length === 0 ? null : stacked(x), h: stacked(draws.map(({ h }) => h)) },
              penalty: null,
            };
          }),
      },
      rng,
    );
  },
});

function deciderOf({ config }: MethodContext<Pick<MaskDecider, 'scope'>>): MaskDecider {
  return { scope: config.scope, readsState: false };
}

/** `[rows, n]` with k ones in each row, uniformly among all such rows (partial Fisher–Yates). */
export function randomRows(rows: number, n: number, k: number, rng: Rng): tf.Tensor2D {
  const mask = new Float32Array(rows * n);
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < k; i++) {
      const j = i + rng.integer(n - i);
      const chosen = order[j] as number;
      order[j] = order[i] as number;
      order[i] = chosen;
      mask[row * n + chosen] = 1;
    }
  }
  return tf.tensor2d(mask, [rows, n]);
}

function stacked(masks: tf.Tensor2D[]): tf.Tensor3D {
  return tf.stack(masks) as tf.Tensor3D;
}
