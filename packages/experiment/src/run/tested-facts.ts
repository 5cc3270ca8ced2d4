/** What testing a trained model adds to an outcome. */
import type { SequenceModel } from '@dsrnn/core';
import type { Dataset } from '@dsrnn/datasets';
import type { Outcome } from '@dsrnn/records';
import { cellFeatures } from './trainer/cell-features.ts';
import type { Evaluation } from './trainer/evaluate.ts';

/** Score, loss, work and activity, from an evaluation of the test data. */
export function testedFacts(
  { recurrent }: SequenceModel,
  data: Dataset,
  test: Evaluation,
): Pick<Outcome, 'score' | 'testLoss' | 'macs' | 'activity'> {
  return {
    score: test.score,
    testLoss: test.loss,
    macs: recurrent.macs(test.activity),
    activity: {
      inputs: test.activity.x / cellFeatures(data),
      units: test.activity.h / recurrent.settings.units,
    },
  };
}
