/** Which methods are put beside which. */
import type { Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { distinctNumbers } from '../order.ts';
import type { Side } from './compare-with-subject.ts';
import { labelsOf } from './labels-of.ts';

/** The one that is looked at, and what it is compared with. */
export type MethodPair = readonly [ours: Side, theirs: Side];

/**
 * The subject at each of its sparsities against every other method, by sparsity of the subject, then in the order of the
 * context. The reference is taken at its least sparsity, a method that is run at 0 only at 0, every other at the sparsity
 * of the subject; where it is not run there, the pair is left out.
 */
export function pairsOfSubject(
  subject: string,
  observations: readonly Observation[],
  context: AnalysisContext,
): MethodPair[] {
  const { methods, sparsitiesOf } = gridOf(observations, context);
  return sparsitiesOf(subject)
    .filter((sparsity) => sparsity > 0)
    .flatMap((sparsity) =>
      methods.flatMap((method): MethodPair[] => {
        if (method === subject) return [];
        const known = sparsitiesOf(method);
        const least = known[0] ?? 0;
        const fixedAt = method === context.reference || (known.length === 1 && least === 0);
        const at = fixedAt ? least : sparsity;
        return known.includes(at)
          ? [
              [
                { method: subject, sparsity },
                { method, sparsity: at },
              ],
            ]
          : [];
      }),
    );
}

/** Every other method at each of its sparsities against the reference at its least; none without the reference. */
export function pairsWithReference(
  observations: readonly Observation[],
  context: AnalysisContext,
): MethodPair[] {
  const { methods, sparsitiesOf } = gridOf(observations, context);
  const [least] = sparsitiesOf(context.reference);
  if (least === undefined) return [];
  return methods
    .filter((method) => method !== context.reference)
    .flatMap((method) =>
      sparsitiesOf(method).map((sparsity): MethodPair => [
        { method, sparsity },
        { method: context.reference, sparsity: least },
      ]),
    );
}

function gridOf(observations: readonly Observation[], context: AnalysisContext) {
  const slots = [...observations, ...context.expected];
  return {
    methods: labelsOf('method', slots, context),
    sparsitiesOf: (method: string): number[] =>
      distinctNumbers(slots.filter((slot) => slot.method === method).map(({ sparsity }) => sparsity)),
  };
}
