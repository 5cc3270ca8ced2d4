import { onReferenceEngine, tf, useBackend, type Gating } from '@dsrnn/core';
import { constantMasks, largestDifference } from '@dsrnn/core/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { interferenceSubject, type SubjectMethod } from '../../test/interference-subject.ts';
import type { ProbeSubject } from '../probe.ts';
import { traceCell, type CellTrace } from './cell-trace.ts';
import { exampleGradients } from './example-gradients.ts';
import { maskRecorder, type MaskRecorder } from './mask-history.ts';
import { pairGeometry } from './pair-geometry.ts';
import { pairSums } from './pair-sums.ts';
import { isOfCell } from './parameter-groups.ts';
import { preActivations } from './pre-activations.ts';
import { stepBound, type StepSquares } from './step-bound.ts';

beforeAll(() => useBackend('wasm'));

const INDICES = [0, 1, 2, 5, 9];

function trace(
  subject: ProbeSubject,
  recorder: MaskRecorder | null = null,
  indices: readonly number[] = INDICES,
): CellTrace {
  const { cell, settings } = subject.model.recurrent;
  const matrices = cell.weightMatrices(settings, subject.data.features).map(({ name }) => name);
  return traceCell(subject, preActivations(cell.kind, matrices) ?? [], indices, recorder);
}

const delta = (): Gating => ({ kind: 'delta', thetaX: tf.scalar(0.2), thetaH: tf.scalar(0.05) });
const soft = (): Gating => {
  const masks = { x: tf.tensor2d([[1, 0.5, 0, 1]]), h: tf.tensor2d([[1, 0.25, 0.5, 0, 1, 0, 0.75, 1]]) };
  return { kind: 'masked', inactive: 'carry', masks: constantMasks([masks]) };
};
const methods: readonly [string, SubjectMethod][] = [
  ['a dense LSTM', {}],
  ['a DS LSTM with masks per step', { ds: {} }],
  ['a DS LSTM with masks per sequence', { ds: { router: { input: 'first', firstSteps: 2 } } }],
  ['a DS LSTM whose inactive units are zeroed', { ds: { inactive: 'zero', maskInputs: false } }],
  ['a delta LSTM', { gates: delta }],
  ['a dense GRU', { cell: 'gru' }],
  ['a DS GRU with masks per step', { cell: 'gru', ds: {} }],
  ['a DS GRU with masks per sequence', { cell: 'gru', ds: { router: { input: 'pool' } } }],
  ['a DS GRU with masked rows', { cell: 'gru', ds: { sides: 'rows' } }],
  ['a DS GRU with masked columns', { cell: 'gru', ds: { sides: 'columns' } }],
  ['a GRU with soft masks', { cell: 'gru', gates: soft }],
  ['a delta GRU', { cell: 'gru', gates: delta }],
  ['a dense S4D', { cell: 's4d' }],
  ['a DS S4D with masks per step', { cell: 's4d', ds: {} }],
  ['a DS S4D with masks per sequence', { cell: 's4d', ds: { router: { input: 'pool' } } }],
  ['an S4D with soft masks', { cell: 's4d', gates: soft }],
  ['a delta S4D', { cell: 's4d', gates: delta }],
];

describe.each(methods)('the trace of %s', (_, method) => {
  it('gives the gradients that a pass for each example gives, and steps whose bound none is above', () => {
    const subject = interferenceSubject(method);
    const { gradients, steps } = trace(subject);
    const names = Object.keys(gradients);
    const passes = onReferenceEngine(() => exampleGradients(subject, names, INDICES));
    const { cell, settings } = subject.model.recurrent;
    const matrices = cell.weightMatrices(settings, subject.data.features);
    expect(names).toEqual(expect.arrayContaining([...matrices.map(({ name }) => name), 'head.w', 'head.b']));
    for (const name of names) {
      INDICES.forEach((_, e) => {
        const [traced, direct] = [gradients[name]?.[e], passes[name]?.[e]];
        if (traced === undefined || direct === undefined) throw new Error(`no gradient of ${name}`);
        expect(Math.max(...direct.map(Math.abs))).toBeGreaterThan(1e-4);
        expect(largestDifference(traced, direct)).toBeLessThan(1e-6);
        // The same support, entry by entry.
        expect(Array.from(traced, (value) => value !== 0)).toEqual(
          Array.from(direct, (value) => value !== 0),
        );
      });
    }
    for (const { name, outputs } of matrices) {
      const pairs = pairGeometry(pairSums(passes[name] ?? [], outputs));
      expect(pairs).toHaveLength(10);
      for (const { a, b, inner, lengths } of pairs) {
        const bound = stepBound(steps[name]?.[a] as never, steps[name]?.[b] as never);
        expect(bound).toBeGreaterThanOrEqual(Math.abs(inner) - 1e-6 * lengths);
      }
    }
    subject.model.dispose();
  });
});

// One step alone counts: h is 0 before the first, and the head of the toy S4D reads the last.
it.each([
  ['lstm', 'wx', 1],
  ['lstm', 'wh', 2],
  ['gru', 'wx', 1],
  ['gru', 'wh', 2],
  ['s4d', 'wx', 1],
  ['s4d', 'layer0.wo', 2],
] as const)('gives a single step of the %s in %s the length of the gradient', (cell, name, time) => {
  const subject = interferenceSubject({ cell }, { time });
  const { steps } = trace(subject);
  const passes = onReferenceEngine(() => exampleGradients(subject, [name], INDICES));
  INDICES.forEach((_, e) => {
    const square = passes[name]?.[e]?.reduce((sum, value) => sum + value * value, 0) ?? 0;
    const own = steps[name]?.[e] as StepSquares;
    expect(square).toBeGreaterThan(1e-6);
    expect(stepBound(own, own) / square).toBeCloseTo(1, 4);
  });
  subject.model.dispose();
});

it.each(['lstm', 'gru', 's4d'])('gives all gradients of a masked %s', (cell) => {
  const subject = interferenceSubject({ cell, ds: {} });
  const { gradients } = trace(subject, maskRecorder(4, 8));
  const names = Object.keys(subject.model.parameters).filter((name) => !name.startsWith('router.'));
  expect(Object.keys(gradients).sort()).toEqual([...names].sort());
  const passes = onReferenceEngine(() => exampleGradients(subject, names, INDICES));
  for (const name of names.filter(isOfCell)) {
    INDICES.forEach((_, e) =>
      expect(largestDifference(gradients[name]?.[e] ?? [], passes[name]?.[e] ?? [])).toBeLessThan(1e-6),
    );
  }
  subject.model.dispose();
});

it.each(['lstm', 's4d'])(
  'records the masks of all examples of an %s, whole and in the order asked',
  (cell) => {
    const subject = interferenceSubject({ cell, ds: {} });
    const record = (indices: readonly number[]): readonly Uint8Array[] => {
      const recorder = maskRecorder(4, 8);
      trace(subject, recorder, indices);
      return recorder.history().h;
    };
    const together = record(INDICES);
    expect(together.map((mask) => mask.length)).toEqual(INDICES.map(() => 5 * 8));
    expect(together).toEqual(INDICES.flatMap((index) => record([index])));
    subject.model.dispose();
  },
);

it('leaves no tensor behind', () => {
  const subject = interferenceSubject({ ds: {} });
  const before = tf.memory().numTensors;
  trace(subject);
  expect(tf.memory().numTensors).toBe(before);
  subject.model.dispose();
});
