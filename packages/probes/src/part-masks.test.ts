import { tf, useBackend } from '@dsrnn/core';
import { tensorsLeftBy } from '@dsrnn/core/testing';
import { probeResult } from '@dsrnn/records';
import { beforeAll, describe, expect, it } from 'vitest';
import { interferenceSubject, type SubjectMethod } from '../test/interference-subject.ts';
import {
  embeddedSubject,
  masksFromInputs,
  randomSubject,
  savedValues,
  subjectOf,
  type SplitByPart,
} from '../test/part-subject.ts';
import { ProbeError } from './errors.ts';
import { partMasks, type PartMaskDetails } from './part-masks.ts';
import type { ProbeSession, ProbeSubject } from './probe.ts';

beforeAll(() => useBackend('wasm'));

const begin = (subject: ProbeSubject, perPart = 50): ProbeSession =>
  partMasks.begin(partMasks.config.parse({ kind: 'part-masks', perPart }), subject);

/** Two examples of each of two parts, two steps of four channels. */
const BY_PART: SplitByPart = [
  [
    { inputs: [1, 1, 0, 0, 1, 1, 0, 0], target: 0 },
    { inputs: [1, 1, 0, 0, 0, 1, 1, 0], target: 1 },
  ],
  [
    { inputs: [0, 0, 1, 1, 0, 0, 1, 1], target: 0 },
    { inputs: [0, 0, 1, 1, 0, 0, 1, 1], target: 1 },
  ],
];
const SIZES = { time: 2, features: 4, units: 4, classes: 2 };

/** One mask for everything, which changes when the test says so. */
function switchedMasks(): { readonly method: SubjectMethod; pattern: readonly number[] } {
  const state: { method: SubjectMethod; pattern: readonly number[] } = {
    method: {},
    pattern: [1, 1, 0, 0, 0, 0, 0, 0],
  };
  state.method = {
    gates: () => ({
      kind: 'masked',
      inactive: 'carry',
      masks: {
        scope: 'sequence',
        begin: () => ({ at: () => ({ x: null, h: tf.tensor2d([[...state.pattern]]) }), penalty: () => null }),
      },
    }),
  };
  return state;
}

describe('the masks of two parts worked out by hand', () => {
  // Frequencies: (1, 1, 0, 0), (½, 1, ½, 0) and twice (0, 0, 1, 1). Pairs within: 1.5/2.5 and 1; between: 0, 0, ½/3.5 twice.
  it('overlap within and between parts as their frequencies do', () => {
    const subject = subjectOf({ gates: masksFromInputs }, SIZES, BY_PART);
    const { measures, details } = begin(subject).finish();
    expect(measures).toMatchObject({
      within: 0.8,
      between: 0.0714286,
      // Means: (¾, 1, ¼, 0) and (0, 0, 1, 1): ¼ / 3¾.
      'between-means': 0.0666667,
      'part-accuracy': 1,
    });
    expect(details).toEqual({
      names: ['a', 'b'],
      overlap: [
        [0.6, 0.0714],
        [0.0714, 1],
      ],
      drift: null,
    });
    subject.model.dispose();
  });

  it('overlap by chance as much as masks of their sizes in random places do', () => {
    const mask = [1, 1, 0, 0, 0, 0, 0, 0];
    const examples = Array.from({ length: 40 }, () => ({ inputs: mask, target: 0 }));
    const sizes = { time: 1, features: 8, units: 8, classes: 2 };
    const subject = subjectOf({ gates: masksFromInputs }, sizes, [examples, examples]);
    const { measures } = begin(subject).finish();
    // Two of eight: both shared with probability 1/28, one (a third) with 12/28.
    expect(measures['chance']).toBeGreaterThan(0.9 * (1 / 28 + 12 / 84));
    expect(measures['chance']).toBeLessThan(1.1 * (1 / 28 + 12 / 84));
    expect(measures).toMatchObject({ within: 1, between: 1, 'between-means': 1, 'part-accuracy': 0.5 });
    subject.model.dispose();
  });

  it('are of as many examples of every part as the smallest has', () => {
    const [first, second] = BY_PART;
    const subject = subjectOf({ gates: masksFromInputs }, SIZES, [[first![0]!], second!]);
    const { measures, details } = begin(subject).finish();
    // (1, 1, 0, 0) against (0, 0, 1, 1), and nothing to compare within a part, nor to predict.
    expect(measures['between']).toBe(0);
    expect(Object.keys(measures)).toEqual(['between', 'between-means', 'chance']);
    expect((details as unknown as PartMaskDetails).overlap).toEqual([
      [null, 0],
      [0, null],
    ]);
    subject.model.dispose();
  });
});

describe('drift', () => {
  it('is what the masks of a part changed since it was learned, over the parts but the last', () => {
    const masks = switchedMasks();
    const subject = randomSubject(masks.method);
    const session = begin(subject);
    session.watchPart?.(0);
    masks.pattern = [1, 0, 1, 0, 0, 0, 0, 0];
    session.watchPart?.(1);
    masks.pattern = [1, 0, 1, 1, 0, 0, 0, 0];
    session.watchPart?.(2);
    const { measures, details } = session.finish();
    // 1 − 1/4 and 1 − 2/3.
    expect(measures['drift']).toBe(Number(((3 / 4 + 1 / 3) / 2).toPrecision(6)));
    expect((details as unknown as PartMaskDetails).drift).toEqual([0.75, 0.3333, 0]);
    subject.model.dispose();
  });

  it('is 0 for a mask that is fixed, which overlaps wholly', () => {
    const subject = randomSubject(switchedMasks().method);
    const session = begin(subject);
    for (const part of [0, 1, 2]) session.watchPart?.(part);
    expect(session.finish().measures).toMatchObject({ within: 1, between: 1, drift: 0 });
    subject.model.dispose();
  });

  it('is left out where parts are not learned one after the other', () => {
    const subject = randomSubject({ ds: {} });
    const { measures, details } = begin(subject).finish();
    expect(measures).not.toHaveProperty('drift');
    expect((details as unknown as PartMaskDetails).drift).toBeNull();
    subject.model.dispose();
  });
});

describe('the probe on a DS LSTM', () => {
  it('gives the same twice and a valid record, leaves no tensors, and the model as it was', () => {
    const subject = randomSubject({ ds: {} });
    const before = savedValues(subject);
    const run = (): ReturnType<ProbeSession['finish']> => {
      const session = begin(subject);
      for (const part of [0, 1, 2]) session.watchPart?.(part);
      return session.finish();
    };
    let first: unknown;
    expect(tensorsLeftBy(() => (first = run()))).toBe(0);
    expect(JSON.stringify(run())).toBe(JSON.stringify(first));
    expect(probeResult.parse(first)).toEqual(first);
    expect(savedValues(subject)).toEqual(before);
    expect(Object.values(run().measures).every(Number.isFinite)).toBe(true);
    subject.model.dispose();
  });

  it('drifts when parameters change', () => {
    const subject = randomSubject({ ds: {} });
    const session = begin(subject);
    session.watchPart?.(0);
    session.watchPart?.(1);
    tf.tidy(() => {
      const weights = subject.model.parameters['router.w2']!;
      weights.assign(tf.neg(weights));
    });
    session.watchPart?.(2);
    const { measures, details } = session.finish();
    expect(measures['drift']).toBeGreaterThan(0.2);
    expect((details as unknown as PartMaskDetails).drift?.[2]).toBe(0);
    subject.model.dispose();
  });

  it('sees masks that follow a learned identity', () => {
    const subject = embeddedSubject(randomSubject({ ds: { maskInputs: false } }));
    tf.tidy(() => {
      subject.model.parameters['identity.embedding']!.assign(tf.tensor2d([[-30], [30], [60]]));
    });
    const { measures } = begin(subject).finish();
    expect(measures['within']! - measures['between']!).toBeGreaterThan(0.05);
    expect(measures['part-accuracy']).toBeGreaterThan(0.6);
    subject.model.dispose();
  });
});

it('applies to the methods whose channels are masked', () => {
  expect(['ds', 'random-mask', 'fixed-mask'].every((method) => partMasks.applies(method))).toBe(true);
  expect(['dense', 'delta', 'rigl'].some((method) => partMasks.applies(method))).toBe(false);
});

it('refuses a task without parts', () => {
  const subject = interferenceSubject({ ds: {} });
  expect(() => begin(subject)).toThrow(ProbeError);
  expect(() => begin(subject)).toThrow('probe part-masks: the task has no parts');
  subject.model.dispose();
});
