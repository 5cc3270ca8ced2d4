/** Whether masks tell the class, beside controls that say what that is worth. Drawn from the probe `masks`. */
import type { Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { fixed } from '../text/score-text.ts';
import { buildMeasureTable } from './measure-table.ts';
import type { Table } from './table.ts';

const percent = (share: number): string => fixed(share * 100);
const LINEAR = 'Linear';

/**
 * Accuracy of predicting the class from the mask frequencies, in percent; the CSV has shares. Controls: shuffled labels,
 * what the router reads, majority and chance. Throws AnalysisError if no run was probed.
 */
export function buildMaskClassesTable(observations: readonly Observation[], context: AnalysisContext): Table {
  return buildMeasureTable(observations, context, {
    id: 'mask-classes',
    probe: 'masks',
    subject:
      'how well the masks of a trained model predict the class of an example (test accuracy, higher: masks say more)',
    meaning:
      'The predictor sees, of each hidden channel, the share of the time steps of one example at which it was active; it is fitted on train examples, scored on test examples. Nearest mean: nearest class mean. kNN: vote of the 5 nearest train examples. Linear: multinomial logistic regression. Linear, h and x: also on the masks of the input channels, where these are masked. Shuffled: Linear with the train labels permuted, must be near chance. Inputs / state: Linear on the time means of what a router reads, the inputs and the hidden state, in place of the masks: masks that predict no better than these add nothing. Majority: most frequent train class; chance: 1 / number of classes.',
    columns: [
      { label: 'Nearest mean / kNN', unit: '%', measures: ['h-nearest-mean', 'h-knn'], show: percent },
      { label: LINEAR, unit: '%', measures: ['h-linear'], show: percent },
      { label: 'Linear, h and x', unit: '%', measures: ['all-linear'], show: percent },
      { label: 'Shuffled', unit: '%', measures: ['shuffled-linear'], show: percent },
      { label: 'Inputs / state', unit: '%', measures: ['inputs-linear', 'state-linear'], show: percent },
    ],
    levels: [
      { label: 'majority', measure: 'majority', under: LINEAR },
      { label: 'chance', measure: 'chance', under: LINEAR },
    ],
  });
}
