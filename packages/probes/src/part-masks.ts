/**
 * The hidden masks of the parts of a task: do parts use different units, and does a part keep the units that it was learned
 * with.
 *
 * A frequency is the share of the steps of one example at which a hidden channel was active. The same test examples, as
 * many of each part, are looked at in the course of a run and at its end, in evaluation. Overlap is the soft Jaccard index
 * of the frequencies of two examples (masks/soft-jaccard.ts).
 *
 *   within          mean overlap over all pairs of examples of one part
 *   between         mean overlap over all pairs of examples of different parts
 *   between-means   mean overlap, over pairs of parts, of the mean frequencies of the two: 1 where parts use the same units
 *                   equally often, even if single examples differ
 *   chance          mean overlap over all pairs of examples once the channels of each are permuted
 *   part-accuracy   share of examples whose part the nearest mean predicts: one half of the examples of a part, rounded
 *                   up, gives its mean, the other is predicted; 1/parts is chance
 *   drift           where parts are learned one after the other: mean, over the parts but the last, of the mean over their
 *                   examples of 1 − overlap of the masks after the last step on the part and those at the end. Random masks
 *                   come from the same stream both times, so that they do not drift
 *
 * A measure of pairs that do not exist is left out.
 */
import type { ProbeResult } from '@dsrnn/records';
import { z } from 'zod';
import { frequenciesOf } from './masks/frequencies.ts';
import { masksChannels } from './masks/masked-methods.ts';
import { fourDecimals, recorded, roundedMatrix } from './masks/rounded.ts';
import type { Table } from './masks/table.ts';
import { partMaskMeasures } from './parts/part-mask-measures.ts';
import { drawExamplesOfParts } from './parts/part-examples.ts';
import { chanceOverlap, maskDrift, overlapOfMeans, partAccuracy, partOverlap } from './parts/part-overlap.ts';
import { defineProbe, type ProbeSubject } from './probe.ts';

const config = z.strictObject({
  kind: z.literal('part-masks'),
  perPart: z
    .int()
    .min(2)
    .max(10_000)
    .default(50)
    .describe(
      'test examples of each part, or as many as the smallest part has; the work grows with its square',
    ),
});

/** What figures are drawn from. */
export interface PartMaskDetails {
  readonly names: readonly string[];
  /** Mean overlap of the examples of two parts, `[parts][parts]`; null: a part of one example, with itself. */
  readonly overlap: readonly (readonly (number | null)[])[];
  /** By part, drift since it was learned; null where parts were not learned one after the other. */
  readonly drift: readonly number[] | null;
}

/** The probe of the masks of parts. `begin` throws ProbeError for a task without parts. */
export const partMasks = defineProbe({
  kind: 'part-masks',
  version: 1,
  title: 'masks of parts',
  summary:
    'overlap of masks between the parts of a task, prediction of the part, drift since a part was learned',
  config,
  measures: partMaskMeasures,
  applies: masksChannels,
  watches: () => ['watchPart'],
  begin({ perPart }, subject) {
    const { data, rng } = subject;
    const { names, examples } = drawExamplesOfParts(
      'part-masks',
      data,
      'test',
      perPart,
      rng.fork('examples'),
    );
    const masksOf = (part: number): Table => {
      const own = examples[part]!;
      return frequenciesOf(subject.model, own, data, own.count, rng.fork(`masks/${part}`)).h;
    };
    const learned = new Map<number, Table>();
    return {
      watchPart: (part) => {
        learned.set(part, masksOf(part));
      },
      finish: () => {
        const atEnd = names.map((_, part) => masksOf(part));
        return report(names, atEnd, learned, subject);
      },
    };
  },
});

function report(
  names: readonly string[],
  atEnd: readonly Table[],
  learned: ReadonlyMap<number, Table>,
  { rng }: ProbeSubject,
): ProbeResult {
  const { matrix, within, between } = partOverlap(atEnd);
  const drifts = atEnd.flatMap((now, part) => {
    const before = learned.get(part);
    return before === undefined ? [] : [maskDrift(before, now)];
  });
  const ofEarlier = drifts.slice(0, names.length - 1);
  const measures = {
    within,
    between,
    'between-means': overlapOfMeans(atEnd),
    chance: chanceOverlap(atEnd, rng.fork('chance')),
    'part-accuracy': partAccuracy(atEnd),
    drift:
      ofEarlier.length === 0 ? null : ofEarlier.reduce((sum, value) => sum + value, 0) / ofEarlier.length,
  };
  const details = {
    names: [...names],
    overlap: roundedMatrix(matrix),
    drift: drifts.length === 0 ? null : drifts.map(fourDecimals),
  } satisfies PartMaskDetails;
  return {
    measures: recorded(measures),
    details,
  };
}
