/** Control: one random mask, drawn once, for every input and step. What is left of DS without input dependence. */
import {
  aheadOfState,
  asParameters,
  decidedMasks,
  decidedVersions,
  defineMethod,
  groupCount,
  maskBudget,
  maskedPlan,
  maskedModel,
  masksInputs,
  maskOrigin,
  maskSettings,
  tf,
  type MaskBlock,
} from '@dsrnn/core';
import { origins } from '@dsrnn/portable';
import { z } from 'zod';

const decider = { scope: 'sequence', readsState: false } as const;

/** The control with one fixed mask. */
export const fixedMask = defineMethod({
  kind: 'fixed-mask',
  version: 1,
  title: 'fixed random mask',
  summary: 'control: one random mask for all inputs',
  sparse: true,
  config: z
    .strictObject({ kind: z.literal('fixed-mask'), ...maskSettings })
    .register(origins, { ...maskOrigin }),
  uses: decidedVersions,
  plan: (context) => maskedPlan(decidedMasks(context, decider), 'sequence'),
  create(asked, rng) {
    const context = decidedMasks(asked, decider);
    const { features, settings, config } = context;
    const budget = maskBudget(context, config, 'sequence');
    const draw = (name: string, n: number, k: number, groupSize = 1): tf.Tensor2D => {
      const count = groupCount(n, groupSize);
      const mask = new Float32Array(n);
      const chosen = rng.fork(`mask/${name}`).permutation(count).subarray(0, groupCount(k, groupSize));
      for (const group of chosen) mask.fill(1, group * groupSize, (group + 1) * groupSize);
      return tf.tensor2d(mask, [1, n]);
    };
    const buffers = asParameters(
      { x: draw('x', features, budget.x), h: draw('h', settings.units, budget.h, config.groupSize) },
      false,
      'mask.',
    );
    const block = (mask: tf.Tensor2D): tf.Tensor3D => tf.expandDims(mask, 0);
    const decide = (): { block: MaskBlock; penalty: null } => ({
      block: {
        x: masksInputs(config) ? block(buffers['mask.x']) : null,
        h: block(buffers['mask.h']),
      },
      penalty: null,
    });
    return maskedModel(
      context,
      config,
      {
        extra: {},
        buffers,
        routerMacs: 0,
        masks: () => aheadOfState('sequence', 'none', decide),
      },
      rng,
    );
  },
});
