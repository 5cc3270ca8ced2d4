import {
  cellDefinition,
  parameter,
  tf,
  unrollReference,
  useBackend,
  type Activity,
  type RecurrentModel,
} from '@dsrnn/core';
import { numbersOf, toyContext, toyMode } from '@dsrnn/core/testing';
import { createRng } from '@dsrnn/portable';
import { beforeAll, describe, expect, it } from 'vitest';
import { delta } from './delta.ts';

const [BATCH, TIME, FEATURES, UNITS, STEPS] = [16, 30, 4, 12, 200];
const lstm = cellDefinition('lstm');

beforeAll(() => useBackend('wasm'));

function toyDelta(config: Record<string, unknown> = {}, sparsity = 0.7): RecurrentModel {
  const context = toyContext(delta, lstm, {
    units: UNITS,
    features: FEATURES,
    time: TIME,
    sparsity,
    steps: STEPS,
    config,
  });
  return delta.create(context, createRng(2));
}

const theta = (model: RecurrentModel, name: 'x' | 'h'): number =>
  numbersOf(parameter(model.buffers, `theta.${name}`))[0] as number;

/** Mean transmissions on slow random walks. */
function measured(model: RecurrentModel): Activity {
  const rng = createRng(6);
  const inputs = new Float32Array(BATCH * TIME * FEATURES);
  for (let i = 0; i < inputs.length; i++) {
    const first = Math.floor(i / FEATURES) % TIME === 0;
    inputs[i] = (first ? 0 : (inputs[i - FEATURES] as number)) + 0.2 * rng.normal();
  }
  const sum = { x: 0, h: 0 };
  tf.tidy(() => {
    unrollReference(tf.tensor3d(inputs, [BATCH, TIME, FEATURES]), {
      cell: lstm,
      settings: model.settings,
      parameters: model.parameters,
      gating: model.gating(toyMode(false)),
      observe: (channels, sends) => {
        sum[channels] += tf.sum(sends as tf.Tensor).dataSync<'float32'>()[0] as number;
      },
    });
  });
  return { x: sum.x / (BATCH * TIME), h: sum.h / (BATCH * TIME) };
}

describe('the threshold of a delta network', () => {
  it.each([0.5, 0.7, 0.9])(
    'is calibrated so that the MACs just meet the target at sparsity %d',
    async (sparsity) => {
      const model = toyDelta({}, sparsity);
      await model.calibrate(() => Promise.resolve(measured(model)));
      const { core, dense } = model.macs(measured(model));
      const target = (1 - sparsity) * dense;
      expect(core).toBeLessThanOrEqual(target);
      expect(core).toBeGreaterThan(0.98 * target);
      model.dispose();
    },
  );

  it.each([0.001, 2])('is found from an initial value of %d', async (initialTheta) => {
    const model = toyDelta({ initialTheta });
    await model.calibrate(() => Promise.resolve(measured(model)));
    const { core, dense } = model.macs(measured(model));
    expect(core).toBeLessThanOrEqual(0.3 * dense);
    expect(core).toBeGreaterThan(0.98 * 0.3 * dense);
    model.dispose();
  });

  it('is steered to the target in training, from either side', async () => {
    for (const initialTheta of [0.02, 0.8]) {
      const model = toyDelta({ initialTheta });
      for (let step = 0; step < STEPS; step++) await model.afterStep(step, measured(model));
      const { core, dense } = model.macs(measured(model));
      expect(Math.abs(core / (0.3 * dense) - 1)).toBeLessThan(0.05);
      model.dispose();
    }
  });

  it('rises when the network costs too much, falls when too little, by at most 5 % a step', async () => {
    const model = toyDelta({ initialTheta: 0.1 });
    await model.afterStep(0, { x: FEATURES, h: UNITS });
    // Excess 1/0.3 − 1 = 2.33 is cut to 1: θ = 0.1 · 1.05.
    expect(theta(model, 'x')).toBeCloseTo(0.105, 6);
    await model.afterStep(1, { x: 0, h: 0 });
    expect(theta(model, 'x')).toBeCloseTo(0.105 * 0.95, 6);
    model.dispose();
  });

  it('rests after its share of training, and may be selected only from there', async () => {
    const model = toyDelta({ initialTheta: 0.1, steerShare: 0.5 });
    expect(model.selectableFrom).toBe(100);
    await model.afterStep(100, { x: FEATURES, h: UNITS });
    expect(theta(model, 'x')).toBeCloseTo(0.1, 6);
    await model.afterStep(99, { x: FEATURES, h: UNITS });
    expect(theta(model, 'x')).toBeCloseTo(0.105, 6);
    model.dispose();
  });

  it('keeps its ratio of states to inputs', async () => {
    const model = toyDelta({ initialTheta: 0.1, thetaRatio: 0.25 });
    await model.afterStep(0, { x: FEATURES, h: UNITS });
    expect(theta(model, 'h')).toBeCloseTo(0.25 * theta(model, 'x'), 6);
    model.dispose();
  });

  it('is calibrated on the data that its settings name', async () => {
    for (const [config, over] of [
      [{}, 'validation'],
      [{ steerOn: 'validation-and-training' }, 'validation-and-training'],
    ] as const) {
      const model = toyDelta(config);
      const asked = new Set<string>();
      await model.calibrate((data) => {
        asked.add(data);
        return Promise.resolve(measured(model));
      });
      expect([...asked]).toEqual([over]);
      model.dispose();
    }
  });

  it('never moves when it is fixed', async () => {
    const model = toyDelta({ initialTheta: 0.1, fixed: true });
    expect(model.watchesActivity).toBe(false);
    await model.afterStep(0, { x: FEATURES, h: UNITS });
    await model.calibrate(() => Promise.reject(new Error('a fixed threshold needs no measurement')));
    expect(theta(model, 'x')).toBeCloseTo(0.1, 6);
    model.dispose();
  });

  it('is 0 where the target is the dense cell', async () => {
    const model = toyDelta({}, 0);
    await model.calibrate(() => Promise.resolve(measured(model)));
    const { core, dense } = model.macs(measured(model));
    expect(core).toBeLessThanOrEqual(dense);
    model.dispose();
  });
});
