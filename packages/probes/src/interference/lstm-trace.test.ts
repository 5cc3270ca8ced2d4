import { onReferenceEngine, tf, useBackend } from '@dsrnn/core';
import { largestDifference } from '@dsrnn/core/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { interferenceSubject, type SubjectMethod } from '../../test/interference-subject.ts';
import { exampleGradients } from './example-gradients.ts';
import { outerSum, traceLstm } from './lstm-trace.ts';
import { maskRecorder } from './mask-history.ts';
import { pairGeometry } from './pair-geometry.ts';
import { pairSums } from './pair-sums.ts';
import { stepBound } from './step-bound.ts';

beforeAll(() => useBackend('wasm'));

const INDICES = [0, 1, 2, 5, 9];
const NAMES = ['wx', 'wh', 'b', 'head.w', 'head.b'];

const methods: readonly [string, SubjectMethod][] = [
  ['a dense LSTM', {}],
  ['a DS LSTM with masks per step', { ds: {} }],
  ['a DS LSTM with masks per sequence', { ds: { router: { input: 'first', firstSteps: 2 } } }],
  ['a DS LSTM whose inactive units are zeroed', { ds: { inactive: 'zero', maskInputs: false } }],
];

describe.each(methods)('the trace of %s', (_, method) => {
  it('gives the gradients that a pass for each example gives', () => {
    const subject = interferenceSubject(method);
    const trace = traceLstm(subject, INDICES, null);
    const passes = onReferenceEngine(() => exampleGradients(subject, NAMES, INDICES));
    for (const name of NAMES) {
      INDICES.forEach((_, e) => {
        const [traced, direct] = [trace.gradients[name]?.[e], passes[name]?.[e]];
        if (traced === undefined || direct === undefined) throw new Error(`no gradient of ${name}`);
        expect(Math.max(...direct.map(Math.abs))).toBeGreaterThan(1e-4);
        expect(largestDifference(traced, direct)).toBeLessThan(1e-6);
        // The same support, entry by entry.
        expect(Array.from(traced, (value) => value !== 0)).toEqual(
          Array.from(direct, (value) => value !== 0),
        );
      });
    }
    subject.model.dispose();
  });

  it('gives steps whose bound no inner product is above', () => {
    const subject = interferenceSubject(method);
    const { gradients, steps } = traceLstm(subject, INDICES, null);
    for (const name of ['wx', 'wh'] as const) {
      const pairs = pairGeometry(pairSums(gradients[name] ?? [], 32));
      expect(pairs).toHaveLength(10);
      for (const { a, b, inner, lengths } of pairs) {
        const bound = stepBound(steps[name][a] as never, steps[name][b] as never);
        expect(bound).toBeGreaterThanOrEqual(Math.abs(inner) - 1e-6 * lengths);
      }
    }
    subject.model.dispose();
  });
});

it('records the masks of all examples, whole and in the order asked', () => {
  const subject = interferenceSubject({ ds: {} });
  const record = (indices: readonly number[]): readonly Uint8Array[] => {
    const recorder = maskRecorder(4, 8);
    traceLstm(subject, indices, recorder);
    return recorder.history().h;
  };
  const together = record(INDICES);
  expect(together.map((mask) => mask.length)).toEqual(INDICES.map(() => 5 * 8));
  expect(together).toEqual(INDICES.flatMap((index) => record([index])));
  subject.model.dispose();
});

it('leaves no tensor behind', () => {
  const subject = interferenceSubject({ ds: {} });
  const before = tf.memory().numTensors;
  traceLstm(subject, INDICES, null);
  expect(tf.memory().numTensors).toBe(before);
  subject.model.dispose();
});

it('sums outer products as worked by hand', () => {
  // [1 0]ᵀ[2 3] + [4 5]ᵀ[0 6]
  expect(outerSum(Float32Array.of(1, 0, 4, 5), Float32Array.of(2, 3, 0, 6), 2)).toEqual(
    Float32Array.of(2, 3 + 24, 0, 30),
  );
});
