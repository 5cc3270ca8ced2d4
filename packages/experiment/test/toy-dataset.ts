/** Small data sets and runs for the tests of the trainer. */
import { methodDefinition } from '@dsrnn/baselines';
import { cellDefinition, createModel, type SequenceModel } from '@dsrnn/core';
import { toyContext } from '@dsrnn/core/testing';
import type { Dataset, Examples, TaskShape } from '@dsrnn/datasets';
import { createRng, type Rng } from '@dsrnn/portable';
import type { RunSpec } from '@dsrnn/records';
import { trainConfig, type TrainConfig } from '../src/spec/train-config.ts';

const SHAPE: TaskShape = { time: 3, features: 2, target: { kind: 'class', classes: 2 }, metric: 'accuracy' };

/** Two classes, told apart by the sign of the first feature. `flip` inverts that share of the labels. */
export function toyExamples(count: number, rng: Rng, flip = 0): Examples {
  const inputs = Float32Array.from({ length: count * SHAPE.time * SHAPE.features }, () => rng.normal());
  const targets = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const sign = rng.integer(2);
    for (let t = 0; t < SHAPE.time; t++) {
      const at = (i * SHAPE.time + t) * SHAPE.features;
      inputs[at] = (sign === 1 ? 1 : -1) * (0.2 + Math.abs(inputs[at] as number));
    }
    targets[i] = rng.uniform() < flip ? 1 - sign : sign;
  }
  return { count, inputs, targets };
}

/** A data set of two classes; validation labels may be noisy, so that the best step is not the last. */
export function toyDataset({ validationFlip = 0 } = {}): Dataset {
  const rng = createRng(21);
  return {
    ...SHAPE,
    train: toyExamples(24, rng.fork('train')),
    validation: toyExamples(12, rng.fork('validation'), validationFlip),
    test: toyExamples(12, rng.fork('test')),
    floors: [],
  };
}

/** Two parts of the toy data: in the second the classes are the other way round. */
export function toyParts(): Dataset {
  const rng = createRng(22);
  const both = (count: number, stream: Rng): Examples => {
    const [first, second] = [toyExamples(count, stream.fork('0')), toyExamples(count, stream.fork('1'), 1)];
    return {
      count: 2 * count,
      inputs: Float32Array.from([...first.inputs, ...second.inputs]),
      targets: Int32Array.from([...first.targets, ...second.targets]),
      parts: Int32Array.from({ length: 2 * count }, (_, i) => (i < count ? 0 : 1)),
    };
  };
  return {
    ...SHAPE,
    parts: { count: 2, heads: 'shared', identity: { kind: 'none' } },
    partNames: ['as-is', 'inverted'],
    train: both(24, rng.fork('train')),
    validation: both(12, rng.fork('validation')),
    test: both(12, rng.fork('test')),
    floors: [],
  };
}

/** A model for the toy data. Caller disposes it. */
export function toyTrainable(
  kind = 'dense',
  config: Record<string, unknown> = {},
  steps = 10,
): SequenceModel {
  const definition = methodDefinition(kind);
  const { time, features } = SHAPE;
  const context = toyContext(definition, cellDefinition('lstm'), { units: 4, features, time, steps, config });
  const rng = createRng(2);
  return createModel(definition.create(context, rng), { kind: 'last', outputs: 2 }, rng);
}

/** A recipe of few steps. */
export function toyTraining(overrides: Partial<TrainConfig> = {}): TrainConfig {
  return trainConfig.parse({
    steps: 10,
    batchSize: 8,
    learningRate: 0.01,
    warmupSteps: 2,
    evaluateEvery: 2,
    ...overrides,
  });
}

/** A run of a generated task that takes a fraction of a second on wasm. */
export function tinySpec(
  method: { readonly kind: string; readonly [field: string]: unknown } = { kind: 'dense' },
  overrides: Partial<RunSpec> = {},
): RunSpec {
  return {
    architecture: { kind: 'lstm', units: 6 },
    method,
    sparsity: method.kind === 'dense' ? 0 : 0.75,
    sparsityOf: 'macs',
    task: { kind: 'adding', length: 8, trainCount: 24, validationCount: 8, testCount: 8 },
    train: { steps: 6, batchSize: 8, warmupSteps: 1, evaluateEvery: 3 },
    seed: 1,
    backend: 'wasm',
    engine: 'fused',
    ...overrides,
  };
}
