import { parameter, tf, useBackend } from '@dsrnn/core';
import { centralDifferences, tensorsLeftBy } from '@dsrnn/core/testing';
import { createRng } from '@dsrnn/portable';
import { probeResult, type ProbeResult } from '@dsrnn/records';
import { beforeAll, describe, expect, it } from 'vitest';
import { interferenceSubject } from '../test/interference-subject.ts';
import {
  embeddedSubject,
  randomSubject,
  savedValues,
  subjectOf,
  type SplitByPart,
} from '../test/part-subject.ts';
import { ProbeError } from './errors.ts';
import { batchOf } from './interference/balanced-examples.ts';
import { partConflict, type PartConflictDetails } from './part-conflict.ts';
import type { ProbeSession, ProbeSubject } from './probe.ts';

beforeAll(() => useBackend('wasm'));

const SIZES = { time: 2, features: 2, units: 4, classes: 2 };
const SEQUENCES = [
  [1, 0.5, -1, 0.25],
  [0.5, 1, 1, -0.5],
] as const;

/** A part that has the same sequences as every other, all of one class. */
const partOf = (target: number): SplitByPart[number] => SEQUENCES.map((inputs) => ({ inputs, target }));

const begin = (subject: ProbeSubject, perPart = 64, settings: { before?: true } = {}): ProbeSession =>
  partConflict.begin(partConflict.config.parse({ kind: 'part-conflict', perPart, ...settings }), subject);

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0);

const detailsOf = ({ details }: ProbeResult): PartConflictDetails =>
  details as unknown as PartConflictDetails;

/** Sets the head so that the outputs do not depend on it, or do: W scaled. */
function scaleHead({ model }: ProbeSubject, factor: number): void {
  tf.tidy(() => {
    for (const name of ['head.w', 'head.b']) {
      const variable = model.parameters[name]!;
      variable.assign(tf.mul(variable, factor));
    }
  });
}

describe('two parts with the same inputs', () => {
  it('conflict wholly if their targets are opposite', () => {
    const subject = subjectOf({}, SIZES, [partOf(0), partOf(1)]);
    // Outputs near 0: both classes have probability one half, and the gradients differ in sign alone.
    scaleHead(subject, 1e-3);
    const result = begin(subject).finish();
    expect(result.measures['rate']).toBe(1);
    expect(result.measures['cell-rate']).toBe(1);
    expect(result.measures['cosine']).toBeCloseTo(-1, 3);
    expect(result.measures['cell-cosine']).toBeCloseTo(-1, 3);
    expect(detailsOf(result).names).toEqual(['a', 'b']);
    expect(detailsOf(result).cosine.map((row) => row.map((value) => Math.round(value ?? 9)))).toEqual([
      [1, -1],
      [-1, 1],
    ]);
    subject.model.dispose();
  });

  it('agree wholly if their targets are the same', () => {
    const subject = subjectOf({}, SIZES, [partOf(1), partOf(1)]);
    const { measures, details } = begin(subject).finish();
    expect(measures).toEqual({ rate: 0, cosine: 1, 'cell-rate': 0, 'cell-cosine': 1 });
    expect(details).toEqual({
      names: ['a', 'b'],
      cosine: [
        [1, 1],
        [1, 1],
      ],
      cellCosine: [
        [1, 1],
        [1, 1],
      ],
    });
    subject.model.dispose();
  });

  it('have nothing to compare in the cell where no gradient reaches it', () => {
    const subject = subjectOf({}, SIZES, [partOf(0), partOf(1)]);
    scaleHead(subject, 0);
    const result = begin(subject).finish();
    expect(result.measures).toEqual({ rate: 1, cosine: -1 });
    expect(detailsOf(result).cellCosine).toEqual([
      [null, null],
      [null, null],
    ]);
    subject.model.dispose();
  });
});

it('gives the pairs of three parts by hand: two alike and one against both', () => {
  const subject = subjectOf({}, SIZES, [partOf(0), partOf(0), partOf(1)]);
  scaleHead(subject, 0);
  // cos 1, −1, −1.
  expect(begin(subject).finish().measures).toEqual({ rate: 0.666667, cosine: -0.333333 });
  subject.model.dispose();
});

it('takes each pair when the later of its parts was learned', () => {
  const subject = subjectOf({}, SIZES, [partOf(0), partOf(0), partOf(1)]);
  scaleHead(subject, 0);
  const session = begin(subject);
  session.watchPart?.(0);
  session.watchPart?.(1);
  // Class 0 certain, so that parts a and b ask for nothing more, exactly, and only the pair (a, b) of before is left.
  tf.tidy(() => subject.model.parameters['head.b'].assign(tf.tensor1d([500, -500])));
  session.watchPart?.(2);
  const { measures } = session.finish();
  expect(measures).toEqual({ 'rate-when-learned': 0, 'cosine-when-learned': 1 });
  subject.model.dispose();
});

describe('before', () => {
  it('takes each pair before the later of its parts is learned', () => {
    const subject = subjectOf({}, SIZES, [partOf(0), partOf(0), partOf(1)]);
    scaleHead(subject, 0);
    const session = begin(subject, 64, { before: true });
    const assign = (bias: [number, number]): void =>
      tf.tidy(() => subject.model.parameters['head.b'].assign(tf.tensor1d(bias)));
    session.watchPart?.(0); // cos(a, b) = 1, before b is learned
    assign([500, -500]); // class 0 is certain: a and b ask for nothing more, exactly
    session.watchPart?.(1); // no pair: neither of b as it was learned, nor of c
    assign([0, 0]);
    session.watchPart?.(2); // cos(a, c) = cos(b, c) = -1, when c was learned
    assign([500, -500]);
    expect(session.finish().measures).toEqual({
      'rate-when-learned': 1,
      'cosine-when-learned': -1,
      'rate-before-learned': 0,
      'cosine-before-learned': 1,
    });
    subject.model.dispose();
  });

  it('is the cosine of the slopes of the losses at those parameters', () => {
    const rng = createRng(2);
    const normals = (length: number): number[] => Array.from({ length }, () => rng.normal());
    // One class a part, of two in all: some parts conflict, others do not.
    const parts = [0, 1, 0].map((target) => [0, 1].map(() => ({ inputs: normals(4), target })));
    const subject = subjectOf({}, { ...SIZES, units: 2 }, parts);
    const { model, data } = subject;
    const learn = (): void => {
      for (const variable of Object.values(model.parameters))
        tf.tidy(() => variable.assign(tf.tensor(normals(variable.size), variable.shape)));
    };
    /** Cosine of the slopes of the mean losses of two parts in all parameters but those left out. */
    const cosine = (pair: readonly [number, number], leftOut: string): number => {
      const [a, b] = pair.map((part) => {
        const own = [...data.train.parts!.keys()].filter((i) => data.train.parts![i] === part);
        const batch = batchOf(data.train, own, data.time * data.features);
        const loss = (): tf.Scalar => {
          const xs = tf.tensor3d(batch.inputs, [batch.count, data.time, data.features]);
          const mode = { training: true, progress: 1, noise: createRng(1) };
          return subject.lossOf(model.forward(xs, mode).outputs, batch);
        };
        return Object.keys(model.parameters)
          .filter((name) => leftOut === '' || !name.startsWith(leftOut))
          .flatMap((name) => centralDifferences(parameter(model.parameters, name), loss));
      }) as [number[], number[]];
      return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    };
    const session = begin(subject, 64, { before: true });
    const expected = [
      { prefix: '', leftOut: '', cosines: [] as number[] },
      { prefix: 'cell-', leftOut: 'head.', cosines: [] as number[] },
    ];
    const expectPairs = (...pairs: [number, number][]): void => {
      for (const { leftOut, cosines } of expected)
        cosines.push(...pairs.map((pair) => cosine(pair, leftOut)));
    };
    learn();
    session.watchPart?.(0);
    expectPairs([0, 1]);
    learn();
    session.watchPart?.(1);
    expectPairs([0, 2], [1, 2]);
    learn();
    session.watchPart?.(2);
    const { measures } = session.finish();
    for (const { prefix, cosines } of expected) {
      const mean = cosines.reduce((sum, value) => sum + value) / 3;
      const opposed = cosines.filter((value) => value < 0).length;
      expect(measures[`${prefix}rate-before-learned`]).toBeCloseTo(opposed / 3, 5);
      expect(measures[`${prefix}cosine-before-learned`]).toBeCloseTo(mean, 2);
      // Neither another sign nor another moment gives the same.
      expect(Math.abs(mean)).toBeGreaterThan(0.05);
      expect(Math.abs(measures[`${prefix}cosine-when-learned`]! - mean)).toBeGreaterThan(0.05);
    }
    model.dispose();
  });

  it('adds its measures and changes no other number', () => {
    const subject = randomSubject({ ds: {} });
    const results = [{}, { before: true } as const].map((settings) => {
      const session = begin(subject, 5, settings);
      for (const part of [0, 1, 2]) session.watchPart?.(part);
      return session.finish();
    });
    const [without, withBefore] = results as [ProbeResult, ProbeResult];
    const own = ['rate', 'cosine', 'cell-rate', 'cell-cosine'].map((name) => `${name}-before-learned`);
    expect(Object.keys(withBefore.measures)).toEqual([...Object.keys(without.measures), ...own]);
    expect(withBefore.measures).toMatchObject(without.measures);
    expect(withBefore.details).toEqual(without.details);
    subject.model.dispose();
  });
});

it.each(['wasm', 'cpu'] as const)(
  'gives the same twice, leaves no tensors and the model as it was, on %s',
  async (backend) => {
    await useBackend(backend);
    for (const method of [{ ds: {} }, { cell: 'gru', ds: {} }, {}]) {
      const subject = randomSubject(method);
      const before = savedValues(subject);
      const run = (): ProbeResult => {
        const session = begin(subject, 5);
        for (const part of [0, 1, 2]) session.watchPart?.(part);
        return session.finish();
      };
      let first: unknown;
      expect(tensorsLeftBy(() => (first = run()))).toBe(0);
      const second = run();
      expect(JSON.stringify(second)).toBe(JSON.stringify(first));
      expect(probeResult.parse(second)).toEqual(second);
      expect(Object.keys(second.measures)).toEqual([
        ...['rate', 'cosine', 'cell-rate', 'cell-cosine'],
        ...['rate-when-learned', 'cosine-when-learned'],
        ...['cell-rate-when-learned', 'cell-cosine-when-learned'],
      ]);
      expect(savedValues(subject)).toEqual(before);
      subject.model.dispose();
    }
    await useBackend('wasm');
  },
);

it('reads a learned identity, which is not of the cell', () => {
  const subject = embeddedSubject(randomSubject({ ds: {} }));
  const { measures } = begin(subject).finish();
  // A row of the embedding is of one part alone: it lengthens gradients and adds nothing to their products.
  expect(Math.abs(measures['cell-cosine']!)).toBeGreaterThan(0);
  expect(Object.values(measures).every(Number.isFinite)).toBe(true);
  subject.model.dispose();
});

it('tells the loss which part each example is of', () => {
  const seen: string[] = [];
  const subject = randomSubject({});
  const listening: ProbeSubject = {
    ...subject,
    lossOf: (outputs, batch) => {
      seen.push([...new Set(batch.parts)].join());
      return subject.lossOf(outputs, batch);
    },
  };
  begin(listening).finish();
  expect(seen).toEqual(['0', '1', '2']);
  subject.model.dispose();
});

it('applies to every method', () => {
  expect(['dense', 'rigl', 'delta', 'ds'].every((method) => partConflict.applies(method))).toBe(true);
});

it('refuses a task without parts', () => {
  const subject = interferenceSubject({});
  expect(() => begin(subject)).toThrow(ProbeError);
  expect(() => begin(subject)).toThrow('probe part-conflict: the task has no parts');
  subject.model.dispose();
});
