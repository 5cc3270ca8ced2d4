import { cellDefinition, createModel, ds, tf, useBackend, type SequenceModel } from '@dsrnn/core';
import { tensorsLeftBy, toyContext } from '@dsrnn/core/testing';
import type { Dataset, Examples, Target } from '@dsrnn/datasets';
import { createRng, type Rng } from '@dsrnn/portable';
import { maskDetails } from '@dsrnn/records';
import { beforeAll, describe, expect, it } from 'vitest';
import { embeddedSubject, randomSubject } from '../test/part-subject.ts';
import { ProbeError } from './errors.ts';
import { masks } from './masks.ts';

const [TIME, FEATURES, UNITS, CLASSES] = [4, 5, 12, 3];

/** Three classes; that of an example decides which feature is large. */
function toyExamples(count: number, rng: Rng): Examples {
  const targets = Int32Array.from({ length: count }, () => rng.integer(CLASSES));
  const inputs = Float32Array.from({ length: count * TIME * FEATURES }, (_, at) => {
    const label = targets[Math.floor(at / (TIME * FEATURES))];
    return 0.3 * rng.normal() + (at % FEATURES === label ? 2 : 0);
  });
  return { count, inputs, targets };
}

function toyData(target: Target = { kind: 'class', classes: CLASSES }): Dataset {
  const rng = createRng(31);
  return {
    time: TIME,
    features: FEATURES,
    target,
    metric: 'accuracy',
    train: toyExamples(120, rng.fork('train')),
    validation: toyExamples(20, rng.fork('validation')),
    test: toyExamples(90, rng.fork('test')),
    floors: [],
  };
}

function toyModel(config: Record<string, unknown> = {}, kind: 'lstm' | 's4d' = 'lstm'): SequenceModel {
  const context = toyContext(ds, cellDefinition(kind), {
    units: UNITS,
    features: FEATURES,
    time: TIME,
    sparsity: 0.7,
    config,
  });
  const rng = createRng(2);
  return createModel(ds.create(context, rng), { kind: 'last', outputs: CLASSES }, rng);
}

const settings = masks.config.parse({
  kind: 'masks',
  pairExamples: 60,
  permutations: 50,
  churnExamples: 10,
  keptExamples: 7,
});

function begin(model: SequenceModel, data = toyData()): ReturnType<typeof masks.begin> {
  return masks.begin(settings, {
    model,
    data,
    rng: createRng(4).fork('probe/masks'),
    lossOf: () => tf.scalar(0),
  });
}

/** Moves every parameter, as training would. */
function shake(model: SequenceModel): void {
  for (const variable of Object.values(model.parameters)) {
    tf.tidy(() => variable.assign(tf.mul(variable, tf.add(tf.mul(tf.sin(tf.mul(variable, 99)), 2), -0.5))));
  }
}

beforeAll(() => useBackend('wasm'));

describe('the probe of masks', () => {
  it('applies to methods that mask channels, and to no other', () => {
    const all = ['ds', 'untrained-router', 'static-router-mean', 'random-mask', 'fixed-mask'];
    expect(all.map((kind) => masks.applies(kind))).toEqual(all.map(() => true));
    expect(['dense', 'dense-small', 'delta', 'rigl', 'other'].map((kind) => masks.applies(kind))).toEqual(
      Array(5).fill(false),
    );
  });

  it('finds masks that follow the class of clearly different sequences', () => {
    const model = toyModel();
    const { measures } = begin(model).finish();
    expect(measures['h-linear']).toBeGreaterThan(0.9);
    expect(measures['h-nearest-mean']).toBeGreaterThan(0.9);
    expect(measures['inputs-linear']).toBe(1);
    expect(measures['shuffled-linear']).toBeLessThan(0.6);
    expect(measures['h-within-corrected']!).toBeGreaterThan(measures['h-between-corrected']!);
    expect(measures['h-separation-p']).toBe(significantOf(1 / 51));
    expect(measures['x-separation-p']).toBe(significantOf(1 / 51));
    model.dispose();
  });

  it('gives details of the form that figures read, small enough to keep', () => {
    const model = toyModel();
    const probe = begin(model);
    probe.watch?.(0);
    probe.watch?.(5);
    const { details, measures } = probe.finish();
    const parsed = maskDetails.parse(details);
    expect([parsed.classes, parsed.byClass.h.length, parsed.byClass.x?.length]).toEqual([3, 3, 3]);
    expect(parsed.examples.labels).toEqual([...toyData().test.targets.subarray(0, 7)]);
    expect(parsed.overlap.map((row, label) => row[label])).toEqual([1, 1, 1]);
    expect(parsed.churn).toEqual([{ step: 5, change: 0 }]);
    expect(measures['h-churn']).toBe(0);
    expect(Object.values(measures).every(Number.isFinite)).toBe(true);
    model.dispose();
  });

  it('has frequencies whose mean is the budget of the method', () => {
    const model = toyModel({ hiddenDensity: 0.25, inputDensity: 0.4 });
    const { byClass, examples } = maskDetails.parse(begin(model).finish().details);
    for (const [rows, density] of [
      [byClass.h, 0.25],
      [byClass.x!, 0.4],
    ] as const) {
      for (const row of rows) {
        expect(row.reduce((sum, p) => sum + p) / row.length).toBeCloseTo(density, 3);
      }
    }
    for (const row of examples.h) {
      // Quarters of 255, rounded.
      expect(row.every((value) => [0, 64, 128, 191, 255].includes(value))).toBe(true);
    }
    model.dispose();
  });

  it('leaves out what is said of inputs where they are not masked', () => {
    const model = toyModel({ maskInputs: false });
    const { measures, details } = begin(model).finish();
    const ofInputs = Object.keys(measures).filter((name) => name.startsWith('x-') || name === 'all-linear');
    expect(ofInputs).toEqual([]);
    expect(maskDetails.parse(details).byClass.x).toBeNull();
    model.dispose();
  });

  it('sees masks that are fixed for all inputs as static and uninformative', () => {
    const model = toyModel();
    // A router without weights scores by its biases alone.
    tf.tidy(() => {
      const { 'router.w2': weights, 'router.b2': biases } = model.parameters;
      weights!.assign(tf.zerosLike(weights!));
      biases!.assign(tf.range(0, biases!.size));
    });
    const { measures } = begin(model).finish();
    expect(measures).toMatchObject({
      'h-within': 1,
      'h-between': 1,
      'h-staticness': 1,
      'h-separation-p': 1,
      'h-mutual-information': 0,
      'h-entropy': 0,
    });
    expect(measures['h-linear']).toBe(measures.majority);
    model.dispose();
  });

  it.each(['lstm', 's4d'] as const)(
    'repeats to the bit and leaves no tensors, and the model as it was: %s',
    (kind) => {
      const model = toyModel({}, kind);
      const before = JSON.stringify(Object.values(model.saved).map((variable) => [...variable.dataSync()]));
      const run = (): unknown => {
        const probe = begin(model);
        probe.watch?.(1);
        probe.watch?.(2);
        return probe.finish();
      };
      let first: unknown;
      expect(tensorsLeftBy(() => (first = run()))).toBe(0);
      expect(run()).toEqual(first);
      expect(JSON.stringify(Object.values(model.saved).map((variable) => [...variable.dataSync()]))).toBe(
        before,
      );
      model.dispose();
    },
  );

  it('sees the masks change when the parameters do', () => {
    const model = toyModel();
    const probe = begin(model);
    probe.watch?.(0);
    shake(model);
    probe.watch?.(3);
    probe.watch?.(6);
    const { churn } = maskDetails.parse(probe.finish().details);
    expect(churn.map(({ step }) => step)).toEqual([3, 6]);
    expect(churn[0]!.change).toBeGreaterThan(0.05);
    expect(churn[1]!.change).toBe(0);
    model.dispose();
  });

  it('sees the masks of what the recurrent part reads, where it learns the identity of parts', () => {
    const subject = embeddedSubject(randomSubject({ ds: {} }));
    const { details } = masks.begin(settings, subject).finish();
    // Three features and a learned one, in place of three and a one-hot vector of three.
    expect(maskDetails.parse(details).byClass.x?.map(({ length }) => length)).toEqual([4, 4, 4]);
    subject.model.dispose();
  });

  it('has no churn to tell of a single evaluation', () => {
    const model = toyModel();
    const probe = begin(model);
    probe.watch?.(0);
    expect(probe.finish().measures).not.toHaveProperty('h-churn');
    model.dispose();
  });

  it.each([
    { kind: 'value', size: 1 },
    { kind: 'class-per-step', classes: 3, scoredSteps: 1 },
  ] as const)('refuses a task with target $kind', (target) => {
    const model = toyModel();
    expect(() => begin(model, toyData(target))).toThrow(ProbeError);
    expect(() => begin(model, toyData(target))).toThrow(target.kind);
    model.dispose();
  });
});

function significantOf(value: number): number {
  return Number(value.toPrecision(6));
}
