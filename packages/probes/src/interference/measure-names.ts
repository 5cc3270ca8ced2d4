/** The names under which the probe of interference reports: those of a group of parameters, each behind the group's name. */
import { cells } from '@dsrnn/core';

/** Of every group, see group-measures.ts. */
const OF_GROUP: readonly string[] = [
  'cosine',
  'abs-cosine',
  'same-class-cosine',
  'conflict',
  'bound',
  'overlap',
  'kappa',
  'inner',
  'class-cosine',
  'class-conflict',
  'class-inner',
  'class-bound',
  'class-mean-bound',
  'violations',
  'zero',
];
/** Of groups on which masks bear, see outside-masks.ts. */
const UNDER_MASKS: readonly string[] = ['outside-support'];
/** Of weight matrices that every step reads, see step-measures.ts. */
const OF_STEPS: readonly string[] = ['step-bound', 'step-violations', 'step-pairs'];

/** Every name; of a cell of several layers those of the first, `layer0-…`, stand for all. */
export function interferenceMeasures(): readonly string[] {
  const matrices = new Set(
    cells.flatMap((cell) =>
      cell
        .weightMatrices(cell.config.parse({ kind: cell.kind, units: 1 }) as never, 1)
        .map(({ name }) => name.replaceAll('.', '-')),
    ),
  );
  const named = (groups: Iterable<string>, names: readonly string[]): string[] =>
    [...groups].flatMap((group) => names.map((name) => `${group}-${name}`));
  return [
    'pairs',
    'h-overlap-correlation',
    ...named(matrices, [...OF_GROUP, ...UNDER_MASKS, ...OF_STEPS]),
    ...named(['bias'], [...OF_GROUP, ...UNDER_MASKS]),
    ...named(['other', 'core', 'router', 'identity', 'head'], OF_GROUP),
  ];
}
