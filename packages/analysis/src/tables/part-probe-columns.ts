/** What the probes `part-masks` and `part-conflict` measure, as columns. Each is there where some run has it. */
import { percent, type PartColumn, twoDecimals } from './part-table.ts';

const plain = { unit: () => null, show: twoDecimals, optional: true } as const;

/** Overlap of the masks of parts. */
export const OVERLAP_COLUMNS: readonly PartColumn[] = [
  {
    ...plain,
    label: 'J within',
    measure: 'part-masks.within',
    meaning:
      'J: overlap of the hidden masks of two test examples, soft Jaccard index sum of min / sum of max over channels of the shares of time steps at which each is active. J within: mean over pairs of examples of one part',
  },
  {
    ...plain,
    label: 'J between',
    measure: 'part-masks.between',
    meaning: 'J between: over pairs of examples of different parts; lower is less sharing of channels',
  },
  {
    ...plain,
    label: 'J of means',
    measure: 'part-masks.between-means',
    meaning: 'J of means: of the mean frequencies of two parts, mean over pairs of parts; 1 is the same use',
  },
  {
    ...plain,
    label: 'Chance',
    measure: 'part-masks.chance',
    meaning: 'Chance: J of any two examples once the channels of each are permuted at random',
  },
  {
    label: 'Part told',
    measure: 'part-masks.part-accuracy',
    meaning:
      'Part told: share of examples whose part the nearest mean mask names; chance is 1 / number of parts',
    unit: () => '%',
    show: percent,
    optional: true,
  },
  {
    ...plain,
    label: 'Drift',
    measure: 'part-masks.drift',
    meaning:
      'Drift: 1 − J of the masks of an example after its part was learned and at the end, mean over the parts but the last; 0 is none',
  },
];

/** The two measures taken at one moment; `at` ends their labels, `of` says what the share and the mean are of. */
const conflict = (suffix: string, at: string, of: { rate: string; cosine: string }): PartColumn[] => [
  {
    label: `Conflict${at}`,
    measure: `part-conflict.rate${suffix}`,
    meaning: of.rate,
    unit: () => '%',
    show: percent,
    optional: true,
  },
  {
    ...plain,
    label: `Cosine${at}`,
    measure: `part-conflict.cosine${suffix}`,
    meaning: of.cosine,
  },
];

/** Conflict of the gradients of parts: at the end, when each part was learned, and before it was. */
export const CONFLICT_COLUMNS: readonly PartColumn[] = conflict('', '', {
  rate: 'Conflict: share of pairs of parts whose gradients of the mean task loss on training examples, at the end, have a cosine below 0; lower is better',
  cosine: 'Cosine: its mean over pairs of parts',
});
export const LEARNED_CONFLICT_COLUMNS: readonly PartColumn[] = conflict('-when-learned', ' when learned', {
  rate: 'When learned: each part against those before it, at the parameters with which it was just learned',
  cosine: 'Cosine when learned: likewise',
});
export const COMING_CONFLICT_COLUMNS: readonly PartColumn[] = conflict('-before-learned', ' before learned', {
  rate: 'Before learned: each part against those before it, at the parameters from which it is learned; where the cosine is below 0, a gradient step on it raises the loss of the other',
  cosine: 'Cosine before learned: likewise',
});
