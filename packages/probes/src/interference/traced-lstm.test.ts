import { cellDefinition, tf, unrollReference, useBackend, type Gating } from '@dsrnn/core';
import {
  coinMask,
  constantMasks,
  largestDifference,
  numbersOf,
  toyParameters,
  toySequences,
  toySettings,
} from '@dsrnn/core/testing';
import { createRng } from '@dsrnn/portable';
import { beforeAll, describe, expect, it } from 'vitest';
import { tracedLstm } from './traced-lstm.ts';

beforeAll(() => useBackend('wasm'));

const [BATCH, TIME, FEATURES, UNITS] = [2, 4, 3, 4];

const gatings: readonly [string, () => Gating][] = [
  ['dense', () => ({ kind: 'dense' })],
  [
    'masked',
    () => ({
      kind: 'masked',
      inactive: 'carry',
      masks: constantMasks([
        { x: coinMask(1, FEATURES, createRng(1)), h: coinMask(BATCH, UNITS, createRng(2)) },
        { x: coinMask(BATCH, FEATURES, createRng(3)), h: coinMask(1, UNITS, createRng(4)) },
      ]),
    }),
  ],
  ['delta', () => ({ kind: 'delta', thetaX: tf.scalar(0.2), thetaH: tf.scalar(0.1) })],
];

describe.each(gatings)('the traced LSTM, %s,', (_, gating) => {
  it('gives the outputs of the LSTM itself, and reads what its products read', () => {
    const cell = cellDefinition('lstm');
    const settings = toySettings(cell, UNITS);
    const parameters = toyParameters(cell, settings, FEATURES);
    tf.tidy(() => {
      const xs = toySequences(BATCH, TIME, FEATURES, createRng(9));
      const still = Array.from({ length: TIME }, () => tf.zeros<tf.Rank.R2>([BATCH, 4 * UNITS]));
      const reads: number[][] = [];
      const traced = tracedLstm(cell, still, (x, h) => reads.push([...numbersOf(x), ...numbersOf(h)]));
      const request = { settings, parameters, gating: gating() };
      const expected = unrollReference(xs, { ...request, cell }).hs;
      const outputs = unrollReference(xs, { ...request, cell: traced, gating: gating() }).hs;
      outputs.forEach((h, t) =>
        expect(largestDifference(numbersOf(h), numbersOf(expected[t] as tf.Tensor))).toBeLessThan(1e-6),
      );
      expect(reads).toHaveLength(TIME);
      expect(reads[0]).toHaveLength(BATCH * (FEATURES + UNITS));
      expect(reads[0]?.slice(BATCH * FEATURES).every((value) => value === 0)).toBe(true); // h before the first step
    });
    for (const variable of Object.values(parameters)) variable.dispose();
  });
});
