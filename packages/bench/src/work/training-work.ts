/** One optimiser step of the trainer that experiments use: batch, forward, loss, backward, clipping, Adam. */
import { useBackend, type BackendName, type EngineName } from '@dsrnn/core';
import { trainConfig } from '@dsrnn/experiment';
import { train } from '@dsrnn/experiment/train';
import { createRng, type Rng } from '@dsrnn/portable';
import { buildModel, type ModelSpec } from './model-spec.ts';
import { smoothSequences } from './smooth-sequences.ts';
import { stepTimings } from './step-timings.ts';
import type { Work } from './work.ts';

/** A training step to measure. */
export interface TrainingSpec extends ModelSpec {
  readonly backend: BackendName;
  readonly engine: EngineName;
  readonly batch: number;
}

type Data = Parameters<typeof train>[1];

/** Builds the model, and trains it a little until all is compiled. A timing is the time of one step. */
export async function trainingWork(spec: TrainingSpec): Promise<Work> {
  const rng = createRng(1);
  await useBackend(spec.backend);
  const model = await buildModel(spec, rng);
  await useBackend(spec.backend, spec.engine);
  const data = randomData(spec, rng);
  return stepTimings(async (steps, report) => {
    const config = trainConfig.parse({
      steps,
      batchSize: spec.batch,
      evaluateEvery: steps,
      // The model hardly moves, so that what is active stays what was planned.
      learningRate: 1e-5,
      warmupSteps: 0,
    });
    await train(model, data, config, rng, { report: ({ step }) => report(step) });
  });
}

function randomData({ batch, time, features, identity = 0, outputs }: TrainingSpec, rng: Rng): Data {
  const split = (count: number): Data['train'] => ({
    count,
    inputs: withIdentity(smoothSequences(count, time, features, rng), time, features, identity),
    targets: Int32Array.from({ length: count }, () => rng.integer(outputs)),
  });
  const one = split(1);
  return {
    time,
    features,
    target: { kind: 'class', classes: outputs },
    metric: 'accuracy',
    train: split(batch),
    validation: one,
    test: one,
    floors: [],
  };
}

/** The last `identity` features of every step become the one-hot vector of the sequence's task: tasks take turns. */
export function withIdentity(
  inputs: Float32Array,
  time: number,
  features: number,
  identity: number,
): Float32Array {
  if (identity === 0) return inputs;
  for (let step = 0; step * features < inputs.length; step++) {
    const end = (step + 1) * features;
    inputs.fill(0, end - identity, end);
    inputs[end - identity + (Math.floor(step / time) % identity)] = 1;
  }
  return inputs;
}
