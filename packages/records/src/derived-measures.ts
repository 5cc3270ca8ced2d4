/** Measures that need no probe: the analysis derives them from the score, the curve, the MACs and the measured times. */
import { differenceQuantity, measure, metricQuantity, quantity, type Measures } from './measure.ts';
import type { Metric } from './result.ts';

const BESIDE = 'the dense model of the same architecture';

/** By full name, of runs that this metric scores. */
export function derivedMeasures(metric: Metric): Measures {
  return {
    failure: measure(
      'Failed',
      quantity('share of runs that fail', 'percent', 0, 1),
      'lower',
      '1 where a run diverged or is no better than a score of guessing, else 0',
    ),
    'curve.late-gain': measure(
      'Gain in the last fifth',
      metric === 'mse'
        ? quantity('share of the error after four fifths', 'percent', -Infinity, 1)
        : differenceQuantity(metricQuantity(metric)),
      null,
      'validation score at the end of training less that after four fifths of its steps, of MSE the share by which it fell; near 0 the curve is flat, above 0 longer training would help; not of parts learned one after the other',
    ),
    'cost.total-mac-share': measure(
      'Total MACs',
      quantity('share of the dense MACs', 'percent', 0),
      'lower',
      'MACs of core and router over those of the dense core of the same architecture',
    ),
    'cost.mac-drift': measure(
      'Measured / planned',
      quantity('share of the planned MACs', 'two decimals', 0),
      null,
      'MACs of core and router as measured on test data over those planned, 1 where MACs do not depend on the data',
    ),
    'cost.train-time-share': measure(
      'Training time',
      quantity('share of the dense time of training', 'percent', 0),
      'lower',
      `time of a training step over that of ${BESIDE}, in the same round`,
    ),
    'cost.stream-time-share': measure(
      'Streaming time',
      quantity('share of the dense time of a stream', 'percent', 0),
      'lower',
      `time of a streaming step over that of ${BESIDE}, in the same round`,
    ),
    'transfer.degradation': measure(
      'Degradation',
      metric === 'mse'
        ? quantity('log of a ratio of errors', 'three decimals', -Infinity, Infinity, 'ln')
        : differenceQuantity(metricQuantity(metric)),
      'lower',
      'Degradation = 1/K sum over parts of ln(MSE with all parts / MSE of a model of the same kind and seed for that part alone), of other metrics the score alone − the score with all; 0 is as good as alone',
    ),
  };
}
