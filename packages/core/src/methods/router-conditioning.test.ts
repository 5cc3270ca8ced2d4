import { createRng } from '@dsrnn/portable';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  largestDifference,
  lossOfModel,
  numbersOf,
  toyContext,
  toyMode,
  toySequences,
} from '../../test/toys.ts';
import { useBackend } from '../backends/backend.ts';
import { asOnDevice } from '../backends/composition.ts';
import { cellDefinition } from '../cells/registry.ts';
import { averageWeights } from '../gating/routers/router-input.ts';
import { type Parameters } from '../tensor/parameters.ts';
import { tf } from '../tensor/tf.ts';
import { ds, routerOf, type DsConfig } from './ds.ts';
import type { MethodContext, RecurrentModel } from './method.ts';

const [BATCH, FEATURES, UNITS, WIDTH] = [2, 3, 5, 4];
const RMS = 0.25;

function contextOf(
  router: Readonly<Record<string, unknown>>,
  {
    cell = 's4d',
    time = 4,
    ...config
  }: Readonly<Record<string, unknown>> & { cell?: string; time?: number } = {},
): MethodContext<DsConfig> {
  const sizes = {
    units: UNITS,
    features: FEATURES,
    time,
    config: { router: { width: WIDTH, ...router }, ...config },
  };
  return { ...toyContext(ds, cellDefinition(cell), sizes), inputRms: () => RMS };
}

const modelOf = (context: MethodContext<DsConfig>): RecurrentModel => ds.create(context, createRng(2));
const valuesOf = (parameters: Parameters, name: string): number[] => numbersOf(parameters[name] as tf.Tensor);

/** The mean of tanh([x_t, e_t] W₁ + b₁) over batch and time, in plain loops. */
function plainMean(model: RecurrentModel, xs: tf.Tensor3D, decay: number): number[] {
  const [w1, b1] = [valuesOf(model.parameters, 'router.w1'), valuesOf(model.parameters, 'router.b1')];
  const sequences = xs.arraySync();
  const sum = b1.map(() => 0);
  for (const sequence of sequences) {
    let averages = Array.from({ length: FEATURES }, () => 0);
    for (const x of sequence) {
      averages = averages.map((e, i) => decay * e + (1 - decay) * (x[i] as number));
      const z = [...x, ...averages];
      b1.forEach((bias, j) => {
        const before = z.reduce((total, value, i) => total + value * (w1[i * WIDTH + j] as number), bias);
        sum[j] = (sum[j] as number) + Math.tanh(before);
      });
    }
  }
  return sum.map((total) => total / (sequences.length * (sequences[0]?.length ?? 0)));
}

/** −W₂ᵀ ū in plain loops. */
function plainBiases(model: RecurrentModel, mean: readonly number[]): number[] {
  const w2 = valuesOf(model.parameters, 'router.w2');
  const outputs = w2.length / WIDTH;
  return Array.from(
    { length: outputs },
    (_, j) => -mean.reduce((total, u, i) => total + u * (w2[i * outputs + j] as number), 0),
  );
}

/** A pass that is differentiated. */
function pass(model: RecurrentModel, xs: tf.Tensor3D, mode = toyMode()): void {
  tf.tidy(() => void lossOfModel(model, xs, model.gating(mode)));
}

const same = <T>(work: () => T): T => work();

describe.each([
  ['the kernels', 'wasm', 'fused', same],
  ['the reference engine', 'wasm', 'reference', same],
  ['the composition for devices', 'cpu', 'reference', asOnDevice],
] as const)('a centred router on %s', (_, backend, engine, within) => {
  beforeAll(() => useBackend(backend, engine));

  it.each([
    ['s4d', 4, 'top-k-ste'],
    ['s4d', 1, 'active-only'],
    ['lstm', 4, 'active-only'],
  ])('over %s of %d steps, %s, has b₂ = −W₂ᵀ ū after each step', async (cell, time, estimator) => {
    const context = contextOf(
      { input: 'ema', centred: true },
      { cell, time, estimator: { kind: estimator } },
    );
    const model = modelOf(context);
    expect(averageWeights(1, routerOf(context).emaDecay)[0]).toBe(0.25);
    let mean: number[] | null = null;
    for (let step = 0; step < 3; step++) {
      const xs = toySequences(BATCH, time, FEATURES, createRng(step + 1));
      const now = plainMean(model, xs, 0.75);
      mean = mean === null ? now : mean.map((before, i) => 0.9 * before + 0.1 * (now[i] as number));
      within(() => pass(model, xs));
      // What an optimiser does before.
      tf.tidy(() => {
        for (const name of ['router.w1', 'router.w2', 'router.b1'])
          model.parameters[name]?.assign(tf.add(model.parameters[name], 0.1));
      });
      await model.afterStep(step, null);
      expect(largestDifference(valuesOf(model.buffers, 'router.hidden-mean'), mean)).toBeLessThan(1e-6);
      const biases = valuesOf(model.parameters, 'router.b2');
      expect(largestDifference(biases, plainBiases(model, mean))).toBeLessThan(1e-6);
      expect(Math.max(...biases.map(Math.abs))).toBeGreaterThan(1e-3);
      xs.dispose();
    }
    model.dispose();
  });

  it('counts passes in training alone, and none that asks not to be counted', async () => {
    const tensors = tf.memory().numTensors;
    const model = modelOf(contextOf({ centred: true }));
    const xs = toySequences(BATCH, 4, FEATURES, createRng(1));
    for (const mode of [toyMode(false), { ...toyMode(), uncounted: true }])
      within(() => pass(model, xs, mode));
    await model.afterStep(0, null);
    expect(valuesOf(model.buffers, 'router.hidden-mean').every((u) => u === 0)).toBe(true);
    expect(valuesOf(model.parameters, 'router.b2').every((b) => b === 0)).toBe(true);
    xs.dispose();
    model.dispose();
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it('rests where parts that come later may not move the masks', async () => {
    const model = modelOf(contextOf({ centred: true, trainedParts: 1 }));
    const xs = toySequences(BATCH, 4, FEATURES, createRng(1));
    model.beginPart?.(1);
    within(() => pass(model, xs));
    await model.afterStep(0, null);
    expect(valuesOf(model.parameters, 'router.b2').every((b) => b === 0)).toBe(true);
    xs.dispose();
    model.dispose();
  });
});

describe('a router whose inputs are scaled', () => {
  beforeAll(() => useBackend('wasm'));

  it('scores x as another scores x over its root mean square, and learns as that does', () => {
    const [scaled, plain] = [modelOf(contextOf({ scaleInputs: true })), modelOf(contextOf({}))];
    const [ours, theirs] = [scaled, plain].map(({ parameters }) => valuesOf(parameters, 'router.w1'));
    ours?.forEach((w, i) => expect(w * RMS).toBeCloseTo(theirs?.[i] as number, 6));
    for (const name of ['router.b1', 'router.w2', 'router.b2'])
      expect(valuesOf(scaled.parameters, name)).toEqual(valuesOf(plain.parameters, name));
    expect(scaled.rateScale).toEqual({ ...plain.rateScale, 'router.w1': 1 / RMS });
    for (const model of [scaled, plain]) model.dispose();
  });

  it('has weights as drawn where nothing will train it', () => {
    const { inputRms: _, ...context } = contextOf({ scaleInputs: true });
    const [scaled, plain] = [modelOf(context), modelOf(contextOf({}))];
    expect(valuesOf(scaled.parameters, 'router.w1')).toEqual(valuesOf(plain.parameters, 'router.w1'));
    for (const model of [scaled, plain]) model.dispose();
  });
});

describe('auto', () => {
  const decided = (cell: 'lstm' | 's4d', router = {}, config = {}) => {
    const { scaleInputs, centred, rateScale } = routerOf({
      ...contextOf(router, { cell, ...config }),
      identity: 2,
    });
    return { scaleInputs, centred, rateScale };
  };
  const auto = { scaleInputs: 'auto', centred: 'auto', rateScale: 'auto' };
  const off = { scaleInputs: false, centred: false, rateScale: 1 };

  it('is on, and slow, for a linear recurrence alone', () => {
    expect(decided('s4d', auto)).toEqual({ scaleInputs: true, centred: true, rateScale: 0.3 });
    expect(decided('lstm', auto)).toEqual(off);
  });

  it('leaves alone what a setting says, a frozen router, and what could not act', () => {
    expect(decided('s4d', { ...auto, centred: false, rateScale: 2 })).toEqual({
      ...{ scaleInputs: true, centred: false, rateScale: 2 },
    });
    expect(decided('s4d', { ...auto, rateScale: 0 })).toEqual({
      scaleInputs: true,
      centred: false,
      rateScale: 0,
    });
    expect(decided('s4d', { ...auto, input: 'identity' })).toEqual(off);
    expect(decided('s4d', auto, { estimator: { kind: 'hard-concrete' } })).toEqual(off);
  });
});

describe('settings that cannot act are refused', () => {
  it.each([
    [{ input: 'xh', scaleInputs: true }, {}, /scaleInputs: is on, but a router of input xh reads the state/],
    [{ input: 'identity', scaleInputs: true }, {}, /reads nothing but the identity/],
    [{ input: 'xh', centred: true }, {}, /centred: is on, but the router reads the state/],
    [{ input: 'ema', centred: true, rateScale: 0 }, {}, /rateScale is 0: a frozen router stays/],
    [{ input: 'ema', centred: true }, { estimator: { kind: 'hard-concrete' } }, /level of all scores/],
  ])('%o %o', (router, config, message) => {
    const context = { ...contextOf(router, { cell: 'lstm', ...config }), identity: 2 };
    expect(() => ds.plan(context)).toThrow(message);
    expect(() => modelOf(context)).toThrow(message);
  });

  it('inputs that are all 0', () => {
    const context = { ...contextOf({ scaleInputs: true }), inputRms: () => 0 };
    expect(() => modelOf(context)).toThrow(/root mean square of the training inputs is 0/);
  });
});

it('what follows from weights is not counted among trained numbers', () => {
  const counts = [false, true].map((centred) => ds.plan(contextOf({ centred })).parameters);
  expect((counts[0] as number) - (counts[1] as number)).toBe(FEATURES + UNITS);
});
