/**
 * NaN or infinity in, NaN out for that sample and no other: every cell with every method and setting of masks, on every
 * engine, whole and step by step. A cell or method that is registered is tested by that.
 */
import { methods } from '@dsrnn/baselines';
import {
  cells,
  createModel,
  cellStreaming,
  createStream,
  estimators,
  routerInput,
  SettingError,
  tf,
  useBackend,
  type CellDefinition,
  type MethodDefinition,
  type SequenceModel,
  type Stream,
} from '@dsrnn/core';
import { largestDifference, numbersOf, toyContext, toyMode, toySequences } from '@dsrnn/core/testing';
import { createRng } from '@dsrnn/portable';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCpuAsDevice } from '../../../test/cpu-as-device.ts';

const [BATCH, TIME, FEATURES, UNITS, OUTPUTS] = [3, 6, 5, 9, 2];
/** Where the number that is none goes in. */
const [SAMPLE, STEP] = [1, 3];
const WRONG = [NaN, Infinity, -Infinity];

const allCells = cells as readonly unknown[] as readonly CellDefinition[];
const allMethods = methods as readonly unknown[] as readonly MethodDefinition[];

/** Settings of DS that decide or use masks in other ways. */
const variants = [
  ...estimators.map(({ kind }) => ({ estimator: { kind } })),
  // `auto` is one of the others; an identity is no data.
  ...routerInput.options
    .filter((input) => input !== 'identity')
    .map((input) => ({ router: { input, firstSteps: 2, blocks: 2 } })),
  { maskInputs: false },
  { inactive: 'zero' },
  { inactive: 'zero', estimator: { kind: 'hard-concrete' } },
  { sides: 'rows' },
  { sides: 'columns' },
  { groupSize: 4, router: { input: 'x' } },
  { read: 'previous' },
  { read: 'previous', groupSize: 4, router: { input: 'ema' }, estimator: { kind: 'active-only' } },
  { read: 'previous', inactive: 'zero', estimator: { kind: 'hard-concrete' } },
];

type Config = Readonly<Record<string, unknown>>;

/** What a linear recurrence refuses. */
const nonlinearOnly = (config: Config): boolean =>
  'sides' in config || 'inactive' in config || 'read' in config || JSON.stringify(config).includes('"xh"');

function configsOf(cell: CellDefinition, method: MethodDefinition): Config[] {
  if (method.kind !== 'ds') return [{}];
  return [{}, ...variants].filter((config) => cell.recurrence === 'nonlinear' || !nonlinearOnly(config));
}

const cases = allCells.flatMap((cell) =>
  allMethods.flatMap((method) =>
    configsOf(cell, method).map(
      (config) => [`${cell.kind}, ${method.kind} ${JSON.stringify(config)}`, cell, method, config] as const,
    ),
  ),
);

function modelOf(
  cell: CellDefinition,
  method: MethodDefinition,
  config: Config,
  readout: 'last' | 'mean' | 'steps',
  time = TIME,
): SequenceModel {
  const context = toyContext(method, cell, { config, units: UNITS, features: FEATURES, time, sparsity: 0.6 });
  const rng = createRng(2);
  return createModel(method.create(context, rng), { kind: readout, outputs: OUTPUTS }, rng);
}

/** Inputs, one of which is `wrong` if given, in each feature in turn. */
function inputs(time: number, wrong?: number, feature = 0): Float32Array {
  const xs = toySequences(BATCH, time, FEATURES, createRng(1));
  const values = xs.dataSync<'float32'>().slice();
  xs.dispose();
  if (wrong !== undefined) values[(SAMPLE * time + STEP) * FEATURES + feature] = wrong;
  return values;
}

/** Outputs of each sample. */
function outputs(model: SequenceModel, values: Float32Array, training = false): number[][] {
  return tf.tidy(() => {
    const time = values.length / (BATCH * FEATURES);
    const xs = tf.tensor3d(values, [BATCH, time, FEATURES]);
    const all = numbersOf(model.forward(xs, toyMode(training)).outputs);
    const size = all.length / BATCH;
    return Array.from({ length: BATCH }, (_, b) => all.slice(b * size, (b + 1) * size));
  });
}

const engines: readonly (readonly [string, () => Promise<void>])[] = [
  ['the fused engine on wasm', () => useBackend('wasm', 'fused')],
  ['the reference engine on wasm', () => useBackend('wasm', 'reference')],
  ['the reference engine on cpu', () => useBackend('cpu', 'reference')],
  ['a device', () => useCpuAsDevice()],
];

describe.each(engines)('on %s', (_engine, start) => {
  beforeAll(start);

  it.each(cases)('%s: only the sample with NaN or infinity gives NaN', (_name, cell, method, config) => {
    for (const [readout, training] of [
      ['last', true],
      ['mean', false],
    ] as const) {
      const model = modelOf(cell, method, config, readout);
      const clean = outputs(model, inputs(TIME), training);
      expect(clean.flat().every(Number.isFinite)).toBe(true);
      for (const [i, wrong] of WRONG.entries()) {
        const broken = outputs(model, inputs(TIME, wrong, i), training);
        expect(broken[SAMPLE], String(wrong)).toEqual(Array(OUTPUTS).fill(NaN));
        expect(broken.toSpliced(SAMPLE, 1), String(wrong)).toEqual(clean.toSpliced(SAMPLE, 1));
      }
      model.dispose();
    }
  });

  it.each(allCells.map((cell) => [cell.kind, cell] as const))(
    '%s: over sequences so long that they are transformed, and at each step that is read',
    (_kind, cell) => {
      const dense = allMethods.find(({ kind }) => kind === 'dense') as MethodDefinition;
      const time = 100;
      const model = modelOf(cell, dense, {}, 'steps', time);
      const clean = outputs(model, inputs(time));
      const broken = outputs(model, inputs(time, NaN));
      // A transform takes two samples as one complex one, and so shares their rounding.
      const [others, before] = [broken, clean].map((all) => all.toSpliced(SAMPLE, 1).flat());
      expect(largestDifference(others!, before!)).toBeLessThan(cell.recurrence === 'linear' ? 1e-6 : 1e-30);
      const steps = broken[SAMPLE] as number[];
      expect(steps.slice(STEP * OUTPUTS).every(Number.isNaN)).toBe(true);
      model.dispose();
    },
  );
});

describe('a stream', () => {
  beforeAll(() => useBackend('wasm'));
  const streamed = new Set<string>();

  it.each(cases)('%s: gives NaN from that step on, until it is reset', (_name, cell, method, config) => {
    for (const readout of ['last', 'mean'] as const) {
      const model = modelOf(cell, method, config, readout);
      const stream = streamOf(model);
      if (stream !== null) {
        streamed.add(`${cell.kind}, ${method.kind}`);
        const steps = (from: number, to: number, wrong?: number, feature?: number): number[][] =>
          Array.from({ length: to - from }, (_, i) => {
            const at = (SAMPLE * TIME + from + i) * FEATURES;
            return [...stream.step(inputs(TIME, wrong, feature).slice(at, at + FEATURES))];
          });
        const clean = steps(0, TIME);
        expect(clean.flat().every(Number.isFinite)).toBe(true);
        for (const [feature, wrong] of WRONG.entries()) {
          stream.reset();
          expect(steps(0, STEP, wrong, feature)).toEqual(clean.slice(0, STEP));
          expect(steps(STEP, STEP + 1, wrong, feature).flat()).toEqual(Array(OUTPUTS).fill(NaN));
          const state = stream.save();
          stream.reset();
          expect(steps(0, 1)).toEqual(clean.slice(0, 1));
          stream.restore(state);
          expect(
            steps(STEP + 1, TIME)
              .flat()
              .every(Number.isNaN),
          ).toBe(true);
        }
        stream.dispose();
      }
      model.dispose();
    }
  });

  it('was there for every cell that has one, with masks, thresholds and neither', () => {
    const able = allCells.filter((cell) => cellStreaming(cell) !== undefined);
    const expected = able.flatMap(({ kind }) => ['dense', 'ds', 'delta', 'rigl'].map((m) => `${kind}, ${m}`));
    expect(able.length).toBeGreaterThan(0);
    expect([...streamed]).toEqual(expect.arrayContaining(expected));
  });
});

/** The stream of a model, or null where it cannot run step by step. */
function streamOf(model: SequenceModel): Stream | null {
  try {
    return createStream(model);
  } catch (error) {
    expect(error).toBeInstanceOf(SettingError);
    return null;
  }
}
