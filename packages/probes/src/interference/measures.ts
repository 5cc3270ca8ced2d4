/** The measures of the probe of interference: those of a group of parameters, each behind the group's name. */
import { measure, quantity, type Measures } from '@dsrnn/records';

const cosine = quantity('cosine of gradients', 'three decimals', -1, 1);
/** |cos| and what bounds it. */
const size = quantity('cosine of gradients', 'three decimals', 0, 1);
const pairs = quantity('pairs', 'whole', 0);
const shareOfPairs = quantity('share of pairs', 'percent', 0, 1);
const inner = quantity('inner product of gradients', 'three digits', 0);

/** Of every group, see group-measures.ts. */
const OF_GROUP: Measures = {
  cosine: measure(
    'cos',
    cosine,
    null,
    'mean of ⟨g_a, g_b⟩ / (|g_a| |g_b|) over pairs of examples of different classes',
  ),
  'abs-cosine': measure(
    '|cos|',
    size,
    'lower',
    'mean over pairs of |⟨g_a, g_b⟩| / (|g_a| |g_b|), 0 is no interference',
  ),
  'same-class-cosine': measure('cos within', cosine, null, 'mean of cos over pairs of one class'),
  conflict: measure('Conflict', shareOfPairs, 'lower', 'share of pairs with ⟨g_a, g_b⟩ < 0'),
  bound: measure(
    'Bound',
    size,
    null,
    'mean of ρ_a ρ_b, where ρ_e = |g_e on B| / |g_e| and B holds the entries in which both gradients are nonzero; theorem T1: |cos| ≤ ρ_a ρ_b for every pair',
  ),
  overlap: measure(
    'Overlap',
    quantity('overlap of supports', 'three decimals', 0, 1),
    null,
    'mean of |B| / √(|S_a| |S_b|), S_e the nonzero entries of g_e; it bounds |cos| only times κ',
  ),
  kappa: measure(
    'κ',
    quantity('ratio of bound and overlap', 'two decimals', 0),
    null,
    '95th percentile over pairs of ρ_a ρ_b / overlap',
  ),
  inner: measure(
    'Inner product',
    inner,
    null,
    'mean of |⟨g_a, g_b⟩|, in units of loss per unit of learning rate',
  ),
  'class-cosine': measure('cos of classes', cosine, null, 'mean of cos over pairs of class means'),
  'class-conflict': measure(
    'Conflict of classes',
    shareOfPairs,
    'lower',
    'share of pairs of class means with ⟨g_a, g_b⟩ < 0',
  ),
  'class-inner': measure('Inner product of classes', inner, null, 'mean of |⟨g_a, g_b⟩| of class means'),
  'class-bound': measure(
    'Bound of classes',
    size,
    null,
    'mean over pairs of classes of the mean ρ_a ρ_b of their examples',
  ),
  'class-mean-bound': measure(
    'Bound of class means',
    size,
    null,
    'mean of ρ_a ρ_b of the class means themselves',
  ),
  violations: measure(
    'Violations',
    pairs,
    'lower',
    'pairs of examples, of all classes, or of class means that break T1; expected 0',
  ),
  zero: measure('Zero gradients', quantity('examples', 'whole', 0), null, 'examples whose gradient is 0'),
};
/** Of groups on which masks bear, see outside-masks.ts. */
const UNDER_MASKS: Measures = {
  'outside-support': measure(
    'Outside the masks',
    quantity('entries', 'whole', 0),
    'lower',
    'nonzero entries outside the support that masks imply, over all examples; expected 0',
  ),
};
/** Of weight matrices that every step reads, see step-measures.ts. */
const OF_STEPS: Measures = {
  'step-bound': measure(
    'Bound by steps',
    quantity('cosine of gradients', 'three decimals', 0),
    null,
    'mean over a sample of pairs of the bound of theorem T2, step by step, on |cos|; it may exceed 1',
  ),
  'step-violations': measure(
    'Violations by steps',
    pairs,
    'lower',
    'pairs of that sample that break T2; expected 0',
  ),
  'step-pairs': measure('Pairs by steps', pairs, null, 'how many pairs that sample has'),
};

/**
 * Every measure, for weight matrices of these names; of a cell of several layers those of the first, `layer0-…`, stand for
 * all.
 */
export function interferenceMeasures(matrices: Iterable<string>): Measures {
  const named = (groups: Iterable<string>, measures: Measures): Measures =>
    Object.fromEntries(
      [...groups].flatMap((group) =>
        Object.entries(measures).map(([name, one]) => [`${group}-${name}`, one]),
      ),
    );
  return {
    pairs: measure('Pairs', pairs, null, 'pairs of test examples whose gradients are compared'),
    'h-overlap-correlation': measure(
      'Correlation with the masks',
      quantity('correlation', 'two decimals', -1, 1),
      null,
      'Pearson correlation, over pairs of examples, of the chance-corrected overlap of their hidden masks and |cos| of the core',
    ),
    ...named(matrices, { ...OF_GROUP, ...UNDER_MASKS, ...OF_STEPS }),
    ...named(['bias'], { ...OF_GROUP, ...UNDER_MASKS }),
    ...named(['other', 'core', 'router', 'identity', 'head'], OF_GROUP),
  };
}
