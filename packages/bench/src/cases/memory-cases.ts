/** How much memory a training step holds at its peak, against what backpropagation through time cannot do without. */
import { trainingWork, type TrainingSpec } from '../work/training-work.ts';
import { plain, type BenchCase } from './bench-case.ts';
import { dense } from './variants.ts';

const { method, sparsity, sparsityOf } = dense;
const spec: TrainingSpec = {
  ...{ method, sparsity, sparsityOf },
  architecture: { kind: 'lstm', units: 128 },
  backend: 'wasm',
  engine: 'fused',
  batch: 64,
  time: 784,
  features: 1,
  outputs: 10,
};

/** Of a unit, step and sample: four gates, c and h. */
const NEEDED_NUMBERS = 6;

/** All of them. */
export const memoryCases: readonly BenchCase[] = [
  {
    ...plain,
    id: 'memory-lstm-784',
    kind: 'memory',
    group: 'memory',
    what: `LSTM-128, batch 64, ${spec.time} steps of ${spec.features}: kernel memory of a training step`,
    neededBytes: 4 * NEEDED_NUMBERS * spec.architecture.units * spec.batch * spec.time,
    start: () => trainingWork(spec),
  },
];
