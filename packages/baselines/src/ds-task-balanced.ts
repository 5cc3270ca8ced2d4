/**
 * A fixed mask for each task, drawn so that tasks share units evenly: DS without a router.
 *
 *   candidate = cell(x_t, m^i ⊙ h_{t−1}),   state_t = state_{t−1} + m^i ⊙ (candidate − state_{t−1})     i the task of the sequence
 *
 * Every task has k of H units, k as for a DS that reads all inputs; of K tasks a unit serves ⌊K k / H⌋ or one more, and pairs of
 * tasks share as evenly many units as can be, see balanced-masks. Looking a mask up costs no MACs. Needs a task that tells its
 * parts by a one-hot vector.
 */
import {
  asParameters,
  defineMethod,
  lastingMasksDefinition,
  maskBudget,
  maskedModel,
  maskedPlan,
  maskSettings,
  SettingError,
  taskMasks,
  tf,
  type MaskSettings,
  type MethodContext,
} from '@dsrnn/core';
import { versionOf } from '@dsrnn/portable';
import { z } from 'zod';
import { balancedMasks } from './balanced-masks.ts';

const config = z.strictObject({
  kind: z.literal('ds-task-balanced'),
  inactive: maskSettings.inactive,
  hiddenDensity: maskSettings.hiddenDensity,
});

/** Fixed masks by task. */
export const dsTaskBalanced = defineMethod({
  kind: 'ds-task-balanced',
  version: 1,
  title: 'balanced masks by task',
  summary: 'a fixed mask over hidden channels for each task, drawn so that tasks share units evenly',
  sparse: true,
  needsIdentity: true,
  config,
  uses: (_config, { recurrence }) =>
    recurrence === 'nonlinear' ? versionOf('products', lastingMasksDefinition) : {},
  plan: (context) => {
    taskCount(context);
    return maskedPlan(withSettings(context), 'sequence');
  },
  create(given, rng) {
    const context = withSettings(given);
    const { units } = context.settings;
    const tasks = taskCount(context);
    const { h: k } = maskBudget(context, context.config, 'sequence');
    const table = new Float32Array(tasks * units);
    balancedMasks(tasks, units, k, rng.fork('mask/tasks')).forEach((active, task) => {
      for (const unit of active) table[task * units + unit] = 1;
    });
    const buffers = asParameters({ tasks: tf.tensor2d(table, [tasks, units]) }, false, 'mask.');
    return maskedModel(
      context,
      context.config,
      { extra: {}, buffers, routerMacs: 0, masks: () => taskMasks(buffers['mask.tasks']) },
      rng,
    );
  },
});

/** With all that masked methods share: inputs are not masked. */
function withSettings(context: MethodContext<z.infer<typeof config>>): MethodContext<MaskSettings> {
  return { ...context, config: { ...context.config, maskInputs: false, inputDensity: null } };
}

function taskCount({ tasks = 0 }: MethodContext): number {
  if (tasks > 0) return tasks;
  throw new SettingError(
    'method.kind',
    'is ds-task-balanced, which has a mask for each part of a task, but the task does not tell its parts by a one-hot vector: ' +
      'use a task of several parts with identity: one-hot',
  );
}
