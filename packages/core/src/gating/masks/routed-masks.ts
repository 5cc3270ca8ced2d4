/**
 * Masks decided by a router: at every step, or once per sequence.
 *
 * A router that does not read the state decides all steps at once, in one product. The soft budget and the balance
 * term are means over the decisions of a sequence:
 *   budget    penalty: w Σ_{x,h} (d − ρ)²    dual: Σ μ (d − ρ), μ raised outside     d expected, ρ target density
 *   balance   w Σ_j (p̄_j − ρ)², p̄_j the batch mean of σ(l_j − θ)                     keeps channels in use
 *
 * Where units come in groups, scores, budget and both terms are those of groups, and a mask of groups is expanded to one of
 * units.
 */
import { composesForDevice } from '../../backends/composition.ts';
import { withGradient, withoutGradient } from '../../tensor/custom-gradient.ts';
import { tf } from '../../tensor/tf.ts';
import { expandGroups } from '../budget/channel-groups.ts';
import { gradientAt } from '../estimators/estimator.ts';
import { topKMask } from '../estimators/top-k-mask.ts';
import { routerInputs, scopeOf } from '../routers/router-input.ts';
import { prepareRouter, prepareStepRouter } from '../routers/router.ts';
import { hiddenGroups, type Routing } from '../routers/routing.ts';
import {
  aheadOfState,
  type AheadMasks,
  type Masks,
  type MaskSequence,
  type MaskSource,
} from './mask-source.ts';

/** Everything that decides the masks; `score` replaces the router in tests. */
export type RoutedMasks = Omit<Routing, 'kind'> & { readonly score?: (z: tf.Tensor2D) => tf.Tensor2D };

/** A mask source that asks the router. */
export function routedMasks(request: RoutedMasks): MaskSource {
  const scope = scopeOf(request.input.input);
  const router = (): ((z: tf.Tensor2D) => tf.Tensor2D) =>
    request.score ?? prepareRouter(request.parameters, request.watchHidden);
  const routing: Routing | undefined =
    request.score === undefined ? { ...request, kind: 'routed' } : undefined;
  if (request.input.input !== 'xh') {
    const decideAll: AheadMasks['decide'] = (xs) => {
      const [batch, time] = xs.shape;
      const steps = scope === 'step' ? time : 1;
      const scores = router()(routerInputs(request.input, xs));
      const { x, h } = decide(request, scores);
      const blockOf = (rows: tf.Tensor2D): tf.Tensor3D => tf.reshape(rows, [steps, batch, -1]);
      const terms = composesForDevice()
        ? penaltyTerms(request, () => blockOf(scores))
        : Array.from({ length: steps }).flatMap((_, t) =>
            penaltyTerms(request, () => oneStep(tf.slice(scores, [t * batch, 0], [batch, -1]))),
          );
      return { block: { x: x === null ? null : blockOf(x), h: blockOf(h) }, penalty: meanOf(terms) };
    };
    const { estimator, estimatorConfig, mode } = request;
    const how = routing === undefined ? {} : { routing };
    return aheadOfState(scope, gradientAt(estimator, estimatorConfig, mode), decideAll, how);
  }
  return {
    scope,
    ...(routing === undefined ? {} : { declared: routing }),
    begin: (xs) =>
      composesForDevice() && request.score === undefined ? onDevice(request, xs) : onHost(request, router()),
  };
}

/** Decides step by step from [x, h]. */
function onHost(request: RoutedMasks, score: (z: tf.Tensor2D) => tf.Tensor2D): MaskSequence {
  const terms: tf.Tensor1D[] = [];
  return {
    at(_t, x, h) {
      const scores = score(tf.concat([x, request.input.detachState ? detach(h) : h], 1));
      terms.push(...penaltyTerms(request, () => oneStep(scores)));
      return decide(request, scores);
    },
    penalty: () => meanOf(terms),
  };
}

/** The same in fewer ops: what the router makes of x, and the penalty, come of all steps at once. */
function onDevice(request: RoutedMasks, xs: readonly tf.Tensor2D[]): MaskSequence {
  const { features, input, parameters } = request;
  const router = prepareStepRouter(parameters, features, input.detachState);
  const ahead = tf.split(router.ahead(tf.concat([...xs], 0)), xs.length, 0);
  const decided: tf.Tensor2D[] = [];
  return {
    at(t, _x, h) {
      const scores = router.scores(ahead[t] as tf.Tensor2D, h);
      decided.push(scores);
      return decide(request, scores);
    },
    penalty: () => meanOf(penaltyTerms(request, () => tf.stack(decided) as tf.Tensor3D)),
  };
}

function oneStep(scores: tf.Tensor2D): tf.Tensor3D {
  return tf.expandDims(scores, 0);
}

/** Mean over terms and their steps, `[steps]` each. */
function meanOf(terms: readonly tf.Tensor1D[]): tf.Scalar | null {
  if (terms.length === 0) return null;
  const steps = terms[0]!.shape[0];
  const sum = tf.addN([...terms]);
  return tf.mul<tf.Scalar>(steps === 1 ? tf.reshape(sum, []) : tf.sum(sum), 1 / (terms.length * steps));
}

/** Scores of inputs (null if these are not masked) and of units, or their groups. */
function split<T extends tf.Tensor2D | tf.Tensor3D>(request: RoutedMasks, scores: T): [T | null, T] {
  if (!request.maskInputs) return [null, scores];
  return tf.split<T>(scores, [request.features, hiddenGroups(request).count], scores.rank - 1) as [T, T];
}

function decide(request: RoutedMasks, scores: tf.Tensor2D): Masks {
  const { features, units, budget } = request;
  const [x, h] = split(request, scores);
  const { size, count, k } = hiddenGroups(request);
  return {
    x: x === null ? null : maskOf(request, x, budget.x, features),
    h: expandGroups(maskOf(request, h, k, count), size, units),
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

/** Budget and balance terms of decisions `[steps, batch, channels]`, `[steps]` each. `scores` is asked only if there are any. */
function penaltyTerms(request: RoutedMasks, scores: () => tf.Tensor3D): tf.Tensor1D[] {
  const { softBudget, balanceWeight, mode, budget, features } = request;
  if (!mode.training || (softBudget === null && balanceWeight === 0)) return [];
  const [x, h] = split(request, scores());
  const { count, k } = hiddenGroups(request);
  return [
    ...(x === null ? [] : termsOf(request, x, budget.x, features, 0)),
    ...termsOf(request, h, k, count, 1),
  ];
}

function termsOf(
  { estimator, softBudget, balanceWeight }: RoutedMasks,
  logits: tf.Tensor3D,
  k: number,
  n: number,
  which: 0 | 1,
): tf.Tensor1D[] {
  if (k >= n) return [];
  const terms: tf.Tensor1D[] = [];
  const target = k / n;
  if (softBudget !== null && estimator.openShift !== undefined) {
    const expected = tf.mean(tf.sigmoid(tf.sub(logits, estimator.openShift)), [1, 2]);
    const excess = tf.sub(expected, target);
    terms.push(
      'weight' in softBudget
        ? tf.mul<tf.Tensor1D>(tf.square(excess), softBudget.weight)
        : tf.mul<tf.Tensor1D>(excess, tf.slice(softBudget.multipliers, which, 1)),
    );
  }
  if (balanceWeight > 0) {
    const [steps, batch] = logits.shape;
    const threshold = withoutGradient(() => {
      const rows = topKMask(tf.reshape(logits, [steps * batch, n]), k);
      return tf.reshape(rows.threshold, [steps, batch, 1]);
    });
    const usage = tf.mean(tf.sigmoid(tf.sub(logits, threshold)), 1);
    terms.push(tf.mul<tf.Tensor1D>(tf.sum(tf.square(tf.sub(usage, target)), 1), balanceWeight));
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
