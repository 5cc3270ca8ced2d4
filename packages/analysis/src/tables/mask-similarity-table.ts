/** How much masks overlap within and between classes. Drawn from the probe `masks`. */
import type { Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { buildMeasureTable } from './measure-table.ts';
import type { Table } from './table.ts';

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
    preface:
      'The frequency of a channel in an example is the share of time steps at which it was active. J is the soft Jaccard index. Masks are class-specific where within is above between.',
    columns: [
      { measures: ['h-within', 'h-between', 'h-chance'] },
      { measures: ['h-within-corrected'] },
      { measures: ['h-between-corrected'] },
      { measures: ['h-cosine-within', 'h-cosine-between'] },
      { measures: ['h-separation-p'], largest: true },
    ],
    levels: [],
  });
}
