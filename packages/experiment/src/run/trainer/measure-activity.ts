/** How many channels take part on the data on which a model is calibrated. */
import type { Activity, CalibrationData, SequenceModel } from '@dsrnn/core';
import type { Dataset } from '@dsrnn/datasets';
import type { Rng } from '@dsrnn/portable';
import { evaluate } from './evaluate.ts';

/** Mean over all sequences of the splits that `over` names. */
export async function measureActivity(
  model: SequenceModel,
  data: Dataset,
  over: CalibrationData,
  rng: Rng,
): Promise<Activity> {
  const splits = over === 'validation' ? [data.validation] : [data.validation, data.train];
  const sum = { x: 0, h: 0 };
  let count = 0;
  for (const split of splits) {
    const { activity } = await evaluate(model, split, data, rng);
    sum.x += activity.x * split.count;
    sum.h += activity.h * split.count;
    count += split.count;
  }
  return { x: sum.x / count, h: sum.h / count };
}
