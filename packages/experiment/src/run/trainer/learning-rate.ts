/** Learning rate of a step: linear warm-up, then constant or a cosine to a share of the peak. */
import { cosPi } from '@dsrnn/portable';
import type { TrainConfig } from '../../spec/train-config.ts';

/** Rate at `step` in [0, steps). The peak is reached at step `warmupSteps`, the end of the cosine at the last step. */
export function learningRateAt(step: number, config: TrainConfig): number {
  const { learningRate, warmupSteps, steps, schedule, finalRateShare } = config;
  if (step < warmupSteps) return (learningRate * (step + 1)) / (warmupSteps + 1);
  if (schedule === 'constant') return learningRate;
  const progress = (step - warmupSteps) / Math.max(1, steps - 1 - warmupSteps);
  return learningRate * (finalRateShare + (1 - finalRateShare) * 0.5 * (1 + cosPi(progress)));
}
