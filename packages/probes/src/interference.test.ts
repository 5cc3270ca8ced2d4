import { tf, useBackend } from '@dsrnn/core';
import { interferenceDetails, probeResult } from '@dsrnn/records';
import type { ProbeResult } from '@dsrnn/records';
import { beforeAll, describe, expect, it } from 'vitest';
import { interferenceSubject, type SubjectMethod, type SubjectSizes } from '../test/interference-subject.ts';
import { embeddedSubject, randomSubject } from '../test/part-subject.ts';
import { ProbeError } from './errors.ts';
import { interference } from './interference.ts';

beforeAll(() => useBackend('wasm'));

function probe(
  method: SubjectMethod,
  settings: Readonly<Record<string, number>> = {},
  sizes: SubjectSizes = {},
): ProbeResult {
  const subject = interferenceSubject(method, sizes);
  const config = interference.config.parse({ kind: 'interference', examples: 24, ...settings });
  const result = interference.begin(config, subject).finish();
  subject.model.dispose();
  return result;
}

describe('the probe on a DS LSTM', () => {
  it('finds no violation of a theorem, and no gradient outside its masks', () => {
    const { measures } = probe({ ds: {} });
    expect(measures['pairs']).toBe((24 * 23) / 2);
    for (const group of ['wx', 'wh', 'bias', 'core', 'router', 'head']) {
      expect(measures[`${group}-violations`]).toBe(0);
      expect(Math.abs(measures[`${group}-cosine`] as number)).toBeLessThanOrEqual(
        measures[`${group}-bound`] as number,
      );
    }
    for (const group of ['wx', 'wh']) {
      expect(measures[`${group}-step-violations`]).toBe(0);
      // Over cancelling steps the bound may be looser than T1's, but never below the mean |cos|.
      expect(measures[`${group}-step-bound`]).toBeGreaterThan(measures[`${group}-abs-cosine`] as number);
    }
    for (const group of ['wx', 'wh', 'bias']) expect(measures[`${group}-outside-support`]).toBe(0);
    expect(measures['wh-bound']).toBeLessThan(1);
    expect(measures['wh-overlap']).toBeLessThan(1);
  });

  it('relates the overlap of masks to the angles of gradients', () => {
    const { measures } = probe({ ds: { router: { input: 'first', firstSteps: 2 } } });
    expect(Math.abs(measures['h-overlap-correlation'] as number)).toBeGreaterThan(0);
    expect(Math.abs(measures['h-overlap-correlation'] as number)).toBeLessThanOrEqual(1);
  });

  it('keeps details in the form of the records, and all numbers finite', () => {
    const result = probe({ ds: {} }, { samplePairs: 20 });
    const details = interferenceDetails.parse(result.details);
    expect(details.groups.map(({ group }) => group)).toEqual(['wx', 'wh']);
    for (const { examples, classes } of details.groups) {
      expect(examples).toHaveLength(20);
      expect(classes.map(({ a, b }) => [a, b])).toEqual([
        [0, 1],
        [0, 2],
        [1, 2],
      ]);
      for (const pair of examples) expect(pair.a).not.toBe(pair.b);
      for (const { cosine, bound } of [...examples, ...classes]) {
        expect(Math.abs(cosine)).toBeLessThanOrEqual(bound);
      }
    }
    probeResult.parse(result);
    expect(Object.values(result.measures).every(Number.isFinite)).toBe(true);
    expect(Object.keys(result.measures).every((name) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))).toBe(true);
  });

  it('gives the same bits twice, leaves no tensor behind and changes no parameter', () => {
    const subject = interferenceSubject({ ds: {} });
    const values = (): number[][] =>
      Object.values(subject.model.saved).map((variable) => [...variable.dataSync<'float32'>()]);
    const config = interference.config.parse({ kind: 'interference', examples: 12 });
    const before = { tensors: tf.memory().numTensors, values: values() };
    const first = interference.begin(config, subject).finish();
    const second = interference.begin(config, subject).finish();
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
    expect(tf.memory().numTensors).toBe(before.tensors);
    expect(values()).toEqual(before.values);
    subject.model.dispose();
  });
});

describe('the probe on a dense LSTM', () => {
  it('finds full overlap, hence the trivial bound 1 and kappa 1', () => {
    const { measures } = probe({});
    for (const group of ['wh', 'core']) {
      // Of h before the first step nothing is read, but all of it after.
      expect(measures[`${group}-bound`]).toBeCloseTo(1, 5);
      expect(measures[`${group}-overlap`]).toBeCloseTo(1, 5);
      expect(measures[`${group}-kappa`]).toBeCloseTo(1, 5);
      expect(measures[`${group}-violations`]).toBe(0);
    }
    expect(measures['wh-step-violations']).toBe(0);
  });

  it('has nothing to say of masks', () => {
    const names = Object.keys(probe({}).measures);
    expect(names.filter((name) => /outside|h-overlap-correlation|router/.test(name))).toEqual([]);
  });
});

it('leaves the correlation out where all examples have the same mask', () => {
  const gates = (): ReturnType<NonNullable<SubjectMethod['gates']>> => ({
    kind: 'masked',
    inactive: 'carry',
    masks: {
      scope: 'sequence',
      begin: () => ({
        at: () => ({ x: null, h: tf.tensor2d([[1, 1, 0, 0, 1, 0, 1, 0]]) }),
        penalty: () => null,
      }),
    },
  });
  const { measures } = probe({ gates });
  expect(measures).not.toHaveProperty('h-overlap-correlation');
  expect(measures['wh-overlap']).toBe(1);
  expect(measures['wh-outside-support']).toBe(0);
});

it('works on a delta network', () => {
  const thetas = tf.tidy(() => [tf.variable(tf.scalar(0.2), false), tf.variable(tf.scalar(0.05), false)]);
  const [thetaX, thetaH] = thetas as [tf.Variable<tf.Rank.R0>, tf.Variable<tf.Rank.R0>];
  const { measures } = probe({ gates: () => ({ kind: 'delta', thetaX, thetaH }) });
  expect(measures['wx-violations']).toBe(0);
  expect(measures['wh-step-violations']).toBe(0);
  expect(measures).not.toHaveProperty('wh-outside-support');
  for (const theta of thetas) theta.dispose();
});

it.each(['gru', 'ltc', 's4d'])('works on a DS %s, with the bound by steps unless it is an LTC', (cell) => {
  const { measures, details } = probe({ cell, ds: {} }, { examples: 6 });
  const groups = interferenceDetails.parse(details).groups.map(({ group }) => group);
  for (const group of [...groups, 'core']) expect(measures[`${group}-violations`]).toBe(0);
  for (const group of groups) expect(measures[`${group}-outside-support`]).toBe(0);
  for (const group of groups)
    expect(measures[`${group}-step-violations`]).toBe(cell === 'ltc' ? undefined : 0);
});

it('works on a model that learns the identity of parts', () => {
  const subject = embeddedSubject(randomSubject({ ds: {} }));
  const config = interference.config.parse({ kind: 'interference', examples: 12 });
  const { measures } = interference.begin(config, subject).finish();
  for (const group of ['wx', 'wh', 'bias']) expect(measures[`${group}-outside-support`]).toBe(0);
  // The learned vector of a part gets a gradient from its own examples alone.
  expect(measures['identity-overlap']).toBeGreaterThan(0);
  expect(measures['identity-overlap']).toBeLessThan(1);
  subject.model.dispose();
});

it('applies to every method', () => {
  expect(['dense', 'rigl', 'delta', 'ds'].every((method) => interference.applies(method))).toBe(true);
});

it('refuses a task that it cannot compare classes of, before anything is trained', () => {
  const subject = interferenceSubject({});
  const config = interference.config.parse({ kind: 'interference', examples: 25 });
  expect(() => interference.begin(config, subject)).toThrow(ProbeError);
  subject.model.dispose();
});
