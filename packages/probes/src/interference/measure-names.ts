/** The measures of the probe of interference: those of a group of parameters, each behind the group's name. */
import { cells } from '@dsrnn/core';
import { quantity, type Quantity } from '@dsrnn/records';

type Measures = Readonly<Record<string, Quantity>>;

const cosine = quantity('cosine of gradients', -1, 1);
/** |cos| and what bounds it. */
const size = quantity('cosine of gradients', 0, 1);
const pairs = quantity('pairs', 0);
const shareOfPairs = quantity('share of pairs', 0, 1);
const inner = quantity('inner product of gradients', 0);

/** Of every group, see group-measures.ts. */
const OF_GROUP: Measures = {
  cosine,
  'abs-cosine': size,
  'same-class-cosine': cosine,
  conflict: shareOfPairs,
  bound: size,
  overlap: quantity('overlap of supports', 0, 1),
  kappa: quantity('ratio of bound and overlap', 0),
  inner,
  'class-cosine': cosine,
  'class-conflict': shareOfPairs,
  'class-inner': inner,
  'class-bound': size,
  'class-mean-bound': size,
  violations: pairs,
  zero: quantity('examples', 0),
};
/** Of groups on which masks bear, see outside-masks.ts. */
const UNDER_MASKS: Measures = { 'outside-support': quantity('entries', 0) };
/** Of weight matrices that every step reads, see step-measures.ts. */
const OF_STEPS: Measures = {
  // May exceed 1.
  'step-bound': quantity('cosine of gradients', 0),
  'step-violations': pairs,
  'step-pairs': pairs,
};

/** Every measure; of a cell of several layers those of the first, `layer0-…`, stand for all. */
export function interferenceMeasures(): Measures {
  const matrices = new Set(
    cells.flatMap((cell) =>
      cell
        .weightMatrices(cell.config.parse({ kind: cell.kind, units: 1 }) as never, 1)
        .map(({ name }) => name.replaceAll('.', '-')),
    ),
  );
  const named = (groups: Iterable<string>, measures: Measures): Measures =>
    Object.fromEntries(
      [...groups].flatMap((group) =>
        Object.entries(measures).map(([name, counts]) => [`${group}-${name}`, counts]),
      ),
    );
  return {
    pairs,
    'h-overlap-correlation': quantity('correlation', -1, 1),
    ...named(matrices, { ...OF_GROUP, ...UNDER_MASKS, ...OF_STEPS }),
    ...named(['bias'], { ...OF_GROUP, ...UNDER_MASKS }),
    ...named(['other', 'core', 'router', 'identity', 'head'], OF_GROUP),
  };
}
