/** What a run on a task that has parts records besides its scores: the measures `parts.…`. */
import {
  differenceQuantity,
  measure,
  metricBetter,
  metricQuantity,
  quantity,
  type Measures,
  type Metric,
} from '@dsrnn/records';
import { continualMeasures } from './continual-measures.ts';

/** By name, of a task with this metric. A run has those that its strategy and parts allow. */
export function partMeasures(metric: Metric): Measures {
  const score = metricQuantity(metric);
  return {
    ...Object.fromEntries(
      continualMeasures.map(({ name, title, formula, better }) => {
        const label = title.charAt(0).toUpperCase() + title.slice(1);
        const equation = formula.startsWith(`${title} = `) ? formula : `${label} = ${formula}`;
        return [
          name,
          better === 'as-score'
            ? measure(label, score, metricBetter(metric), equation)
            : measure(label, differenceQuantity(score), better, equation),
        ];
      }),
    ),
    'work-factor': measure(
      'Work factor',
      quantity('work over that of the batches', 'two decimals', 0),
      'lower',
      'examples that went through a backward pass / examples of the batches of training, 1 is plain training',
    ),
    'memory-examples': measure(
      'Memory',
      quantity('examples', 'whole', 0),
      'lower',
      'examples kept at the end',
    ),
    'memory-numbers': measure(
      'Memory',
      quantity('numbers', 'whole', 0),
      'lower',
      'numbers kept in all (inputs, targets and outputs of examples, importances, anchors)',
    ),
  };
}
