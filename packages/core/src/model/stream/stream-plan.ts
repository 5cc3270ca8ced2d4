/** How a model is gated in evaluation, if that can be done step by step; the refusals if not. */
import { createRng } from '@dsrnn/portable';
import type { MaskValues } from '../../engines/stream/constant-masks.ts';
import type { TaskTable } from '../../engines/stream/task-masks.ts';
import { SettingError } from '../../errors.ts';
import { readOf, sidesOf, type ReadRule } from '../../gating/gating.ts';
import type { AheadMasks, MaskSource } from '../../gating/masks/mask-source.ts';
import type { RouterInput } from '../../gating/routers/router-input.ts';
import type { Routing } from '../../gating/routers/routing.ts';
import type { RecurrentModel } from '../../methods/method.ts';
import type { Mode } from '../../mode.ts';
import { tf } from '../../tensor/tf.ts';

/** How masks are decided: by a router, not at all, or by the task. */
type StreamMaskPlan = Routing | MaskValues | TaskTable;

/** The gating of a model, read once. */
export type StreamPlan =
  | { readonly kind: 'dense' }
  | { readonly kind: 'delta'; readonly thetaX: number; readonly thetaH: number }
  | {
      readonly kind: 'masked';
      readonly carry: boolean;
      readonly read: ReadRule;
      readonly masks: StreamMaskPlan;
    };

const ALTERNATIVES =
  'a stream needs a router that reads x, xh or ema, or masks that are the same for all inputs (fixed-mask, ' +
  'static-router-mean) or for all of a task (ds-task-balanced)';

/** Why a router of sequence scope cannot decide while the sequence unfolds. */
const REFUSED: Partial<Record<RouterInput, string>> = {
  first: 'first decides its masks from the first steps, and those steps are to run with them already',
  mean: 'mean reads the whole sequence before the first step',
  pool: 'pool reads the whole sequence before the first step',
  identity:
    'identity decides its masks once, from the first step, and a stream decides them before every step',
};

/** Reads the gating of `model` for inputs of `features`. Throws SettingError if a stream cannot have it. */
export function streamPlan(model: RecurrentModel, features: number): StreamPlan {
  const mode: Mode = { training: false, progress: 1, noise: createRng(1).fork('stream') };
  // Returned from inside, the tidy would search it for tensors.
  let plan: StreamPlan = { kind: 'dense' };
  tf.tidy(() => {
    const gating = model.gating(mode);
    switch (gating.kind) {
      case 'dense':
        break;
      case 'delta':
        plan = { kind: 'delta', thetaX: valueOf(gating.thetaX), thetaH: valueOf(gating.thetaH) };
        break;
      case 'masked':
        if (sidesOf(gating) !== 'both') {
          throw new SettingError(
            'method.sides',
            `is ${sidesOf(gating)}, but the kernels of a stream leave out rows and columns together; use both`,
          );
        }
        plan = {
          kind: 'masked',
          carry: gating.inactive === 'carry',
          read: readOf(gating),
          masks: masksOf(gating.masks, features),
        };
    }
  });
  return plan;
}

function masksOf({ declared }: MaskSource, features: number): StreamMaskPlan {
  if (declared === undefined) {
    throw new SettingError('method', `does not declare how its masks are decided; ${ALTERNATIVES}`);
  }
  const routing = declared.kind === 'routed' ? declared : declared.routing;
  if (routing !== undefined) return stepwise(routing);
  const ahead = declared as AheadMasks;
  if (ahead.byTask === undefined) return constant(ahead, features);
  return { tasks: ahead.byTask.shape[0], table: ahead.byTask.dataSync<'float32'>().slice() };
}

function stepwise(routing: Routing): Routing {
  const refused = REFUSED[routing.input.input];
  if (refused !== undefined) throw new SettingError('method.router.input', `${refused}; ${ALTERNATIVES}`);
  if (routing.estimator.fused === undefined) {
    throw new SettingError(
      'method.estimator.kind',
      `${routing.estimator.kind} has no implementation on the kernels; use one that has, such as top-k-ste`,
    );
  }
  return routing;
}

/** Masks that one row serves, whatever the sample and step. Two samples of two steps tell. */
function constant(declared: AheadMasks, features: number): MaskValues {
  const { x, h } = declared.decide(tf.zeros([2, 2, features])).block;
  for (const mask of x === null ? [h] : [x, h]) {
    const [steps, samples] = mask.shape;
    if (steps !== 1 || samples !== 1) {
      throw new SettingError(
        'method',
        `has masks that differ by sample or step, as random masks do, and no router that decides them; ${ALTERNATIVES}`,
      );
    }
  }
  return { x: x === null ? null : x.dataSync<'float32'>().slice(), h: h.dataSync<'float32'>().slice() };
}

function valueOf(scalar: tf.Scalar): number {
  return scalar.dataSync<'float32'>()[0] as number;
}
