/**
 * Masks decided by a router: at every step, or once per sequence.
 *
 * A router that does not read the state decides all steps at once, in one product. The soft budget and the balance
 * term are means over the decisions of a sequence:
 *   budget    penalty: w Σ_{x,h} (d − ρ)²    dual: Σ μ (d − ρ), μ raised outside     d expected, ρ target density
 *   balance   w Σ_j (p̄_j − ρ)², p̄_j the batch mean of σ(l_j − θ)                     keeps channels in use
 */
import { withGradient } from '../custom-gradient.ts';
import { aheadOfState, type AheadMasks, type Masks, type MaskSource } from '../masks/mask-source.ts';
import type { Routing } from '../masks/routing.ts';
import { topKMask } from '../masks/top-k-mask.ts';
import { routerInputs, scopeOf } from '../routers/router-input.ts';
import { prepareRouter } from '../routers/router.ts';
import { tf } from '../tf.ts';

/** Everything that decides the masks; `score` replaces the router in tests. */
export type RoutedMasks = Omit<Routing, 'kind'> & { readonly score?: (z: tf.Tensor2D) => tf.Tensor2D };

/** A mask source that asks the router. */
export function routedMasks(request: RoutedMasks): MaskSource {
  const scope = scopeOf(request.input.input);
  const router = (): ((z: tf.Tensor2D) => tf.Tensor2D) => request.score ?? prepareRouter(request.parameters);
  const routing: Routing | undefined =
    request.score === undefined ? { ...request, kind: 'routed' } : undefined;
  if (request.input.input !== 'xh') {
    const decideAll: AheadMasks['decide'] = (xs) => {
      const [batch, time] = xs.shape;
      const steps = scope === 'step' ? time : 1;
      const scores = router()(routerInputs(request.input, xs));
      const { x, h } = decide(request, scores);
      const terms = Array.from({ length: steps }).flatMap((_, t) =>
        penaltyTerms(request, () => tf.slice(scores, [t * batch, 0], [batch, -1])),
      );
      const blockOf = (mask: tf.Tensor2D): tf.Tensor3D => tf.reshape(mask, [steps, batch, -1]);
      return { block: { x: x === null ? null : blockOf(x), h: blockOf(h) }, penalty: meanOf(terms) };
    };
    return aheadOfState(scope, request.estimator.gradient, decideAll, routing);
  }
  return {
    scope,
    ...(routing === undefined ? {} : { declared: routing }),
    begin() {
      const terms: tf.Scalar[] = [];
      const score = router();
      return {
        at(_t, x, h) {
          const scores = score(tf.concat([x, request.input.detachState ? detach(h) : h], 1));
          terms.push(...penaltyTerms(request, () => scores));
          return decide(request, scores);
        },
        penalty: () => meanOf(terms),
      };
    },
  };
}

function meanOf(terms: tf.Scalar[]): tf.Scalar | null {
  return terms.length === 0 ? null : tf.mul<tf.Scalar>(tf.addN(terms), 1 / terms.length);
}

/** Scores of inputs (null if these are not masked) and of units. */
function split(
  { features, units, maskInputs }: RoutedMasks,
  scores: tf.Tensor2D,
): [tf.Tensor2D | null, tf.Tensor2D] {
  if (!maskInputs) return [null, scores];
  return [tf.slice(scores, [0, 0], [-1, features]), tf.slice(scores, [0, features], [-1, units])];
}

function decide(request: RoutedMasks, scores: tf.Tensor2D): Masks {
  const { features, units, budget } = request;
  const [x, h] = split(request, scores);
  return {
    x: x === null ? null : maskOf(request, x, budget.x, features),
    h: maskOf(request, h, budget.h, units),
  };
}

function maskOf(
  { estimator, estimatorConfig, mode }: RoutedMasks,
  logits: tf.Tensor2D,
  k: number,
  n: number,
): tf.Tensor2D {
  return k >= n ? tf.ones([logits.shape[0], n]) : estimator.mask(estimatorConfig, logits, k, mode);
}

/** Budget and balance terms of one decision. `scores` is asked only if there are any. */
function penaltyTerms(request: RoutedMasks, scores: () => tf.Tensor2D): tf.Scalar[] {
  const { softBudget, balanceWeight, mode, budget, features, units } = request;
  if (!mode.training || (softBudget === null && balanceWeight === 0)) return [];
  const [x, h] = split(request, scores());
  return [
    ...(x === null ? [] : termsOf(request, x, budget.x, features, 0)),
    ...termsOf(request, h, budget.h, units, 1),
  ];
}

function termsOf(
  { estimator, softBudget, balanceWeight }: RoutedMasks,
  logits: tf.Tensor2D,
  k: number,
  n: number,
  which: 0 | 1,
): tf.Scalar[] {
  if (k >= n) return [];
  const terms: tf.Scalar[] = [];
  const target = k / n;
  if (softBudget !== null && estimator.openShift !== undefined) {
    const expected = tf.mean(tf.sigmoid(tf.sub(logits, estimator.openShift)));
    const excess = tf.sub(expected, target);
    terms.push(
      'weight' in softBudget
        ? tf.mul<tf.Scalar>(tf.square(excess), softBudget.weight)
        : tf.mul<tf.Scalar>(excess, tf.reshape(tf.slice(softBudget.multipliers, which, 1), [])),
    );
  }
  if (balanceWeight > 0) {
    const { threshold } = topKMask(logits, k);
    const usage = tf.mean(tf.sigmoid(tf.sub(logits, threshold)), 0);
    terms.push(tf.mul<tf.Scalar>(tf.sum(tf.square(tf.sub(usage, target))), balanceWeight));
  }
  return terms;
}

/** The value without its gradient. */
function detach(value: tf.Tensor2D): tf.Tensor2D {
  return withGradient<tf.Tensor2D>([value], () => ({
    value: tf.clone(value),
    saved: [],
    gradient: (dy) => [tf.zerosLike(dy)],
  }));
}
