import { tf, useBackend } from '@dsrnn/core';
import { createRng } from '@dsrnn/portable';
import { beforeAll, expect, test } from 'vitest';
import { gatedVariants, trainingVariants, type Variant } from '../cases/variants.ts';
import { buildModel, plannedMacs, type ModelSpec } from './model-spec.ts';
import { smoothSequences } from './smooth-sequences.ts';
import { streamingWork } from './streaming-work.ts';
import { trainingWork } from './training-work.ts';

beforeAll(() => useBackend('wasm'));

const sizes = { features: 3, time: 6, outputs: 2 };
const architecture = { kind: 'lstm', units: 18 };
const bare = ({ name, what: _what, ...rest }: Variant): readonly [string, Omit<Variant, 'name' | 'what'>] => [
  name,
  rest,
];
const variants = trainingVariants.map(bare);

test.each(variants)('a training step of %s runs on both engines', async (_name, variant) => {
  for (const engine of ['fused', 'reference'] as const) {
    const work = await trainingWork({
      ...{ ...variant, architecture, ...sizes },
      ...{ backend: 'wasm', engine, batch: 4 },
    });
    const samples = await work.take(2);
    expect(samples.length).toBeGreaterThan(0);
    for (const sample of samples) expect(sample).toBeGreaterThan(0);
  }
});

test.each(gatedVariants.map(bare))('a training step of %s runs on our engine', async (_name, variant) => {
  const work = await trainingWork({
    ...{ ...variant, architecture, ...sizes, features: sizes.features + (variant.identity ?? 0) },
    ...{ backend: 'wasm', engine: 'fused', batch: 4 },
  });
  for (const sample of await work.take(2)) expect(sample).toBeGreaterThan(0);
});

test('a streaming step runs, and keeps no tensors', async () => {
  const [, variant] = variants[1]!;
  const work = await streamingWork({ ...variant, architecture, ...sizes });
  const { numTensors } = tf.memory();
  expect((await work.take(1))[0]).toBeGreaterThan(0);
  expect(tf.memory().numTensors).toBe(numTensors);
});

test('a delta network gets the threshold that meets its MACs on the measured inputs', async () => {
  const variant = trainingVariants.find(({ name }) => name === 'delta')!;
  const { name: _name, what: _what, ...sparse } = variant;
  const spec: ModelSpec = {
    ...sparse,
    architecture: { kind: 'lstm', units: 32 },
    ...sizes,
    features: 8,
    time: 48,
  };
  const model = await buildModel(spec, createRng(1));
  const theta = model.saved['theta.x']?.dataSync()[0] ?? NaN;
  expect(theta).toBeGreaterThan(0);
  // The sequences that the threshold was found on: the stream has their name.
  const stream = createRng(1).fork('calibration');
  const sent = { x: 0, h: 0 };
  tf.tidy(() => {
    const xs = tf.tensor3d(smoothSequences(8, 48, 8, stream), [8, 48, 8]);
    model.forward(xs, { training: false, progress: 1, noise: stream }, (channels, active) => {
      if (typeof active === 'number') sent[channels] = active;
    });
  });
  // Dense: 4 · 32 · 40 MACs a step.
  const share = (sent.x + sent.h) / 40;
  expect(share).toBeLessThanOrEqual(0.1);
  expect(share).toBeGreaterThan(0.09);
  expect(plannedMacs(spec).total).toBeCloseTo(512, 6);
  model.dispose();
});
