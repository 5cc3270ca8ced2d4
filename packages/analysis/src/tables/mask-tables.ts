/** What the probe `masks` measured: whether masks tell the class, how much they overlap, how channels are used. */
import type { TableBuilder } from './declared-table.ts';
import { buildMeasureTable, type MeasureTableOptions } from './measure-table.ts';

/**
 * Accuracy of predicting the class from the mask frequencies, in percent; the CSV has shares. Controls: shuffled labels,
 * what the router reads, majority and chance. Throws AnalysisError if no run was probed.
 */
export const buildMaskClassesTable = maskTable({
  id: 'mask-classes',
  subject: 'how well the masks of a trained model predict the class of an example (test accuracy)',
  preface:
    'The predictor sees, of each hidden channel, the share of the time steps of one example at which it was active; it is fitted on train examples, scored on test examples.',
  columns: [
    { measures: ['h-nearest-mean', 'h-knn'] },
    { measures: ['h-linear'] },
    { measures: ['all-linear'] },
    { measures: ['shuffled-linear'] },
    { measures: ['inputs-linear', 'state-linear'] },
  ],
  levels: [
    { measure: 'majority', under: 'h-linear' },
    { measure: 'chance', under: 'h-linear' },
  ],
});

/**
 * Overlap of the hidden masks of pairs of test examples, raw and corrected for chance, and the permutation test of its
 * separation by class. Throws AnalysisError if no run was probed.
 */
export const buildMaskSimilarityTable = maskTable({
  id: 'mask-similarity',
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
});

/**
 * Dead and always-on channels, evenness of the load, how much masks depend on the example, and how much they still
 * changed at the end of training. Throws AnalysisError if no run was probed.
 */
export const buildMaskUseTable = maskTable({
  id: 'mask-use',
  subject: 'use of the hidden channels on test examples',
  preface:
    'J: overlap of the masks of two examples, sum of min / sum of max over channels of the shares of time steps at which each is active.',
  columns: [
    { measures: ['h-dead', 'h-always-on'] },
    { measures: ['h-entropy'] },
    { measures: ['h-load-cv2', 'h-effective'] },
    { measures: ['h-staticness'] },
    { measures: ['h-churn'] },
  ],
});

function maskTable(options: Omit<MeasureTableOptions, 'probe'>): TableBuilder {
  return (observations, context) => buildMeasureTable(observations, context, { ...options, probe: 'masks' });
}
