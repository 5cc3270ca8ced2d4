/** How much masks overlap within and between classes. Drawn from the probe `masks`. */
import type { Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { minus } from '../text/score-text.ts';
import { buildMeasureTable } from './measure-table.ts';
import type { Table } from './table.ts';

const twoDecimals = (value: number): string => minus(value.toFixed(2)).replace('−0.00', '0.00');

/**
 * Overlap of the hidden masks of pairs of test examples, raw and corrected for chance, and the permutation test of its
 * separation by class. Throws AnalysisError if no run was probed.
 */
export function buildMaskSimilarityTable(
  observations: readonly Observation[],
  context: AnalysisContext,
): Table {
  return buildMeasureTable(observations, context, {
    id: 'mask-similarity',
    probe: 'masks',
    subject:
      'overlap of the hidden masks of two test examples, of one class (within) and of two classes (between)',
    meaning:
      'Of each example and channel, f is the share of time steps at which the channel was active. Overlap: soft Jaccard index J = sum of min(f, g) / sum of max(f, g) over channels, mean over pairs. Chance: J once the channels of every example are permuted at random, which keeps how many are active. Corrected: (J − chance) / (1 − chance), 0 at chance, 1 for equal masks. Cosine: of f and g, mean over pairs. Masks are class-specific where within is above between; lower between is less sharing. p: one-sided permutation test of J within above J between over shuffled labels, the largest over seeds; it cannot be below 1 / (1 + shuffles).',
    columns: [
      {
        label: 'J: within / between / chance',
        unit: null,
        measures: ['h-within', 'h-between', 'h-chance'],
        show: twoDecimals,
      },
      { label: 'Within, corrected', unit: null, measures: ['h-within-corrected'], show: twoDecimals },
      { label: 'Between, corrected', unit: null, measures: ['h-between-corrected'], show: twoDecimals },
      {
        label: 'Cosine: within / between',
        unit: null,
        measures: ['h-cosine-within', 'h-cosine-between'],
        show: twoDecimals,
      },
      {
        label: 'p, largest',
        unit: null,
        measures: ['h-separation-p'],
        show: (p) => (p < 0.001 ? p.toPrecision(1) : p.toFixed(3)),
        largest: true,
      },
    ],
    levels: [],
  });
}
