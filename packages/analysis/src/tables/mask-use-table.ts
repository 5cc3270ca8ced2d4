/** How a model uses its hidden channels. Drawn from the probe `masks`. */
import type { Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { fixed } from '../text/score-text.ts';
import { buildMeasureTable } from './measure-table.ts';
import type { Table } from './table.ts';

const percent = (share: number): string => fixed(share * 100);
const twoDecimals = (value: number): string => value.toFixed(2);

/**
 * Dead and always-on channels, evenness of the load, how much masks depend on the example, and how much they still
 * changed at the end of training. Throws AnalysisError if no run was probed.
 */
export function buildMaskUseTable(observations: readonly Observation[], context: AnalysisContext): Table {
  return buildMeasureTable(observations, context, {
    id: 'mask-use',
    probe: 'masks',
    subject: 'use of the hidden channels on test examples',
    meaning:
      'The load of a channel, p, is the share of all time steps of all examples at which it is active. Dead: share of channels with p below 0.001, lower is better; always-on: with p above 0.999, neither better nor worse. Entropy: mean binary entropy of p over that of the mean p, 1 if all channels are equally busy, 0 if each is always on or always off; higher is more even. CV²: variance of p over the square of its mean, 0 if even; lower is better. Effective: exp(entropy of p / sum of p) / number of channels, the share of channels that would carry the load if it were even; higher is more even. Staticness: mean overlap J (sum of min / sum of max of frequencies) of all pairs of examples, 1 if the masks do not depend on the example. Churn: share of mask entries of fixed validation examples that changed between the last two evaluations in training, 0 if the masks have settled.',
    columns: [
      { label: 'Dead / always-on', unit: '%', measures: ['h-dead', 'h-always-on'], show: percent },
      { label: 'Entropy', unit: null, measures: ['h-entropy'], show: twoDecimals },
      {
        label: 'CV² / effective',
        unit: null,
        measures: ['h-load-cv2', 'h-effective'],
        show: twoDecimals,
      },
      { label: 'Staticness', unit: null, measures: ['h-staticness'], show: twoDecimals },
      { label: 'Churn', unit: '%', measures: ['h-churn'], show: percent },
    ],
    levels: [],
  });
}
