/**
 * Conflict of gradients between the parts of a task: would a step on one part, to first order, raise the loss on another.
 *
 * The gradient of a part is that of the mean task loss over fixed train examples of the part, as many of each, taken as
 * they are stored, without augmentation; as in training otherwise, but without a method's penalties. Parameters that
 * training does not move are left out, and so is a pair with a gradient that is 0. Without prefix: over all trained
 * parameters; `cell-`: over those of the cell alone, without router, learned identity and head.
 *
 *   rate, cosine                   at the end: share of the pairs of parts with cos < 0, and mean cos over the pairs
 *   rate-when-learned,             where parts are learned one after the other: the same over the same pairs (j, p), j < p,
 *   cosine-when-learned            each taken after the last step on p, at the parameters as they are then: how far what
 *                                  part p still asks for goes against the parts before it
 *   rate-before-learned,           with `before`, there too: the same over the same pairs (j, p), each taken before the first
 *   cosine-before-learned          step on p, which is after the last one on p − 1: to first order, cos < 0 says that
 *                                  learning p begins with forgetting j
 *
 * A measure without a pair is left out.
 */
import type { ProbeResult } from '@dsrnn/records';
import { z } from 'zod';
import type { PairGeometry } from './interference/pair-geometry.ts';
import { isOfCell, trainedParameters } from './interference/parameter-groups.ts';
import { roundedMatrix, significant } from './masks/rounded.ts';
import { conflictMeasures, cosineMatrix, partPairs } from './parts/conflict-of-pairs.ts';
import { partConflictMeasures } from './parts/part-conflict-measures.ts';
import { drawExamplesOfParts } from './parts/part-examples.ts';
import { partGradients } from './parts/part-gradients.ts';
import { defineProbe } from './probe.ts';

const config = z.strictObject({
  kind: z.literal('part-conflict'),
  perPart: z
    .int()
    .positive()
    .max(10_000)
    .default(64)
    .describe('train examples of each part, or as many as the smallest part has'),
  before: z
    .boolean()
    .default(false)
    .describe(
      'where parts are learned one after the other: measure each against those before it just before it is learned, too',
    ),
});

/** What figures are drawn from: cosines of the gradients of two parts at the end, `[parts][parts]`; null: one of them is 0. */
export interface PartConflictDetails {
  readonly names: readonly string[];
  readonly cosine: readonly (readonly (number | null)[])[];
  readonly cellCosine: readonly (readonly (number | null)[])[];
}

/** Pairs of parts, over all trained parameters and over those of the cell. */
interface Pairs {
  readonly all: PairGeometry[];
  readonly cell: PairGeometry[];
}

/** The probe of conflict between parts. `begin` throws ProbeError for a task without parts. */
export const partConflict = defineProbe({
  kind: 'part-conflict',
  version: 1,
  title: 'conflict between parts',
  summary: 'angles between the gradients of the parts of a task, at the end and as each part is learned',
  config,
  measures: partConflictMeasures,
  applies: () => true,
  watches: () => ['watchPart'],
  begin({ perPart, before }, subject) {
    const { data, model, rng } = subject;
    const { names, examples } = drawExamplesOfParts(
      'part-conflict',
      data,
      'train',
      perPart,
      rng.fork('examples'),
    );
    const trained = trainedParameters(model);
    const ofCell = trained.filter(isOfCell);
    const pairsOfFirst = (parts: number): Pairs => {
      const gradients = partGradients(subject, trained, examples, parts);
      return { all: partPairs(gradients, trained), cell: partPairs(gradients, ofCell) };
    };
    const whenLearned: Pairs = { all: [], cell: [] };
    const beforeLearned: Pairs = { all: [], cell: [] };
    return {
      watchPart: (part) => {
        const last = before ? Math.min(part + 1, names.length - 1) : part;
        if (last === 0) return;
        const pairs = pairsOfFirst(last + 1);
        addPairsOf(part, pairs, whenLearned);
        if (last > part) addPairsOf(last, pairs, beforeLearned);
      },
      finish: () => report(names, pairsOfFirst(names.length), whenLearned, beforeLearned),
    };
  },
});

/** Adds the pairs of `part` with those before it. */
function addPairsOf(part: number, { all, cell }: Pairs, to: Pairs): void {
  to.all.push(...all.filter(({ b }) => b === part));
  to.cell.push(...cell.filter(({ b }) => b === part));
}

function report(
  names: readonly string[],
  atEnd: Pairs,
  whenLearned: Pairs,
  beforeLearned: Pairs,
): ProbeResult {
  const measures: Record<string, number> = {};
  const add = ({ all, cell }: Pairs, suffix: string): void => {
    for (const [prefix, pairs] of [
      ['', all],
      ['cell-', cell],
    ] as const) {
      for (const [name, value] of Object.entries(conflictMeasures(pairs)))
        measures[`${prefix}${name}${suffix}`] = significant(value);
    }
  };
  add(atEnd, '');
  add(whenLearned, '-when-learned');
  add(beforeLearned, '-before-learned');
  const matrixOf = (pairs: readonly PairGeometry[]): (number | null)[][] =>
    roundedMatrix(cosineMatrix(pairs, names.length));
  return {
    measures,
    details: {
      names: [...names],
      cosine: matrixOf(atEnd.all),
      cellCosine: matrixOf(atEnd.cell),
    } satisfies PartConflictDetails,
  };
}
