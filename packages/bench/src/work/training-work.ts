/** One optimiser step of the trainer that experiments use: batch, forward, loss, backward, clipping, Adam. */
import { useBackend, type EngineName } from '@dsrnn/core';
import { trainConfig } from '@dsrnn/experiment';
import { train } from '@dsrnn/experiment/train';
import { createRng, type Rng } from '@dsrnn/portable';
import { buildModel, type ModelSpec } from './model-spec.ts';
import { smoothSequences } from './smooth-sequences.ts';
import type { Work } from './work.ts';

/** A training step to measure. */
export interface TrainingSpec extends ModelSpec {
  readonly engine: EngineName;
  readonly batch: number;
}

type Data = Parameters<typeof train>[1];

const WARM_UP_STEPS = 12;
const WARM_UP_MS = 1500;
const TURN_MS = 1500;

/** Builds the model, and trains it a little until all is compiled. A timing is the time of one step. */
export async function trainingWork(spec: TrainingSpec): Promise<Work> {
  const rng = createRng(1);
  await useBackend('wasm', 'fused');
  const model = buildModel(spec, rng);
  await useBackend('wasm', spec.engine);
  const data = randomData(spec, rng);

  /** Times of `steps` steps; the last one, which ends with an evaluation, is one more and not among them. */
  const laps = (steps: number): number[] => {
    const times: number[] = [];
    const config = trainConfig.parse({
      steps: steps + 1,
      batchSize: spec.batch,
      evaluateEvery: steps + 1,
      // The model hardly moves, so that what is active stays what was planned.
      learningRate: 1e-5,
      warmupSteps: 0,
    });
    let last = performance.now();
    const report = (): void => {
      const now = performance.now();
      times.push(now - last);
      last = now;
    };
    train(model, data, config, rng, { report });
    return times.slice(0, steps);
  };

  const first = laps(1)[0]!;
  laps(Math.max(1, Math.min(WARM_UP_STEPS, Math.floor(WARM_UP_MS / first))));
  let stepMs = laps(1)[0]!;
  return {
    take(count) {
      const steps = Math.max(1, Math.min(count, Math.floor(TURN_MS / stepMs)));
      // The first of a turn also draws the order of the examples and makes the optimiser.
      const times = laps(steps + 1).slice(1);
      stepMs = Math.min(...times);
      return times;
    },
  };
}

function randomData({ batch, time, features, outputs }: TrainingSpec, rng: Rng): Data {
  const split = (count: number): Data['train'] => ({
    count,
    inputs: smoothSequences(count, time, features, rng),
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
