/**
 * Masks decided by a router: at every step, or once per sequence.
 *
 * The soft budget and the balance term are means over the decisions of a sequence:
 *   budget    penalty: w Σ_{x,h} (d − ρ)²    dual: Σ μ (d − ρ), μ raised outside     d expected, ρ target density
 *   balance   w Σ_j (p̄_j − ρ)², p̄_j the batch mean of σ(l_j − θ)                     keeps channels in use
 */
import type { ChannelBudget } from '../channel-budget.ts';
import { withGradient } from '../custom-gradient.ts';
import type { EstimatorDefinition } from '../estimators/estimator.ts';
import { topKMask } from '../masks/top-k-mask.ts';
import type { Mode } from '../mode.ts';
import { sequenceInput, stepInputs, type RouterInputSettings, scopeOf } from '../routers/router-input.ts';
import { tf } from '../tf.ts';
import type { Masks, MaskSequence, MaskSource } from '../unroll.ts';

/** How the soft budget enters the loss: a fixed quadratic weight, or a multiplier for x and h `[2]`. */
export type SoftBudget = { readonly weight: number } | { readonly multipliers: tf.Tensor1D };

/** Everything that decides the masks. */
export interface RoutedMasks {
  /** Scores `[batch, features? + units]` of router inputs. */
  readonly score: (z: tf.Tensor2D) => tf.Tensor2D;
  readonly input: RouterInputSettings & { readonly detachState: boolean };
  readonly estimator: EstimatorDefinition;
  readonly estimatorConfig: Record<string, unknown>;
  readonly features: number;
  readonly units: number;
  readonly maskInputs: boolean;
  readonly budget: ChannelBudget;
  readonly softBudget: SoftBudget | null;
  readonly balanceWeight: number;
  readonly mode: Mode;
}

/** A mask source that asks the router. */
export function routedMasks(request: RoutedMasks): MaskSource {
  const scope = scopeOf(request.input.input);
  return {
    scope,
    begin(xs) {
      const terms: tf.Scalar[] = [];
      const penalty = (): tf.Scalar | null =>
        terms.length === 0 ? null : tf.mul<tf.Scalar>(tf.addN(terms), 1 / terms.length);
      if (scope === 'sequence') {
        const masks = decide(request, request.score(sequenceInput(request.input, xs)), terms);
        return { at: () => masks, penalty };
      }
      const input = stepInputs(request.input);
      const state = (h: tf.Tensor2D): tf.Tensor2D => (request.input.detachState ? detach(h) : h);
      return {
        at: (_t, x, h) => decide(request, request.score(input(x, state(h))), terms),
        penalty,
      } satisfies MaskSequence;
    },
  };
}

function decide(request: RoutedMasks, scores: tf.Tensor2D, terms: tf.Scalar[]): Masks {
  const { features, units, maskInputs, budget } = request;
  if (!maskInputs) return { x: null, h: maskOf(request, scores, budget.h, units, 1, terms) };
  const x = maskOf(request, tf.slice(scores, [0, 0], [-1, features]), budget.x, features, 0, terms);
  const h = maskOf(request, tf.slice(scores, [0, features], [-1, units]), budget.h, units, 1, terms);
  return { x, h };
}

function maskOf(
  { estimator, estimatorConfig, softBudget, balanceWeight, mode }: RoutedMasks,
  logits: tf.Tensor2D,
  k: number,
  n: number,
  which: 0 | 1,
  terms: tf.Scalar[],
): tf.Tensor2D {
  if (k >= n) return tf.ones([logits.shape[0], n]);
  const target = k / n;
  if (mode.training && softBudget !== null && estimator.expectedActive !== undefined) {
    const excess = tf.sub(tf.mul(estimator.expectedActive(estimatorConfig, logits), 1 / n), target);
    terms.push(
      'weight' in softBudget
        ? tf.mul<tf.Scalar>(tf.square(excess), softBudget.weight)
        : tf.mul<tf.Scalar>(excess, tf.reshape(tf.slice(softBudget.multipliers, which, 1), [])),
    );
  }
  if (mode.training && balanceWeight > 0) {
    const { threshold } = topKMask(logits, k);
    const usage = tf.mean(tf.sigmoid(tf.sub(logits, threshold)), 0);
    terms.push(tf.mul<tf.Scalar>(tf.sum(tf.square(tf.sub(usage, target))), balanceWeight));
  }
  return estimator.mask(estimatorConfig, logits, k, mode);
}

/** The value without its gradient. */
function detach(value: tf.Tensor2D): tf.Tensor2D {
  return withGradient<tf.Tensor2D>([value], () => ({
    value: tf.clone(value),
    saved: [],
    gradient: (dy) => [tf.zerosLike(dy)],
  }));
}
