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
import { tracedCell } from './traced-cell.ts';

beforeAll(() => useBackend('wasm'));

const [BATCH, TIME, FEATURES, UNITS] = [2, 4, 3, 4];
const maskX = (): tf.Tensor2D => coinMask(1, FEATURES, createRng(1));

const gatings: readonly [string, () => Gating][] = [
  ['dense', () => ({ kind: 'dense' })],
  [
    'masked',
    () => ({
      kind: 'masked',
      inactive: 'carry',
      masks: constantMasks([
        { x: maskX(), h: coinMask(BATCH, UNITS, createRng(2)) },
        { x: coinMask(BATCH, FEATURES, createRng(3)), h: coinMask(1, UNITS, createRng(4)) },
      ]),
    }),
  ],
  ['delta', () => ({ kind: 'delta', thetaX: tf.scalar(0.2), thetaH: tf.scalar(0.1) })],
];
const cases = ['lstm', 'gru', 's4d'].flatMap((kind) =>
  gatings.map(([name, gating]) => [kind, name, gating] as const),
);

describe.each(cases)('the traced %s, %s,', (kind, name, gating) => {
  it('gives the outputs of the cell itself, and reads what its products read', () => {
    const cell = cellDefinition(kind);
    const settings = toySettings(cell, UNITS);
    const parameters = toyParameters(cell, settings, FEATURES);
    const matrices = cell.weightMatrices(settings, FEATURES);
    tf.tidy(() => {
      const xs = toySequences(BATCH, TIME, FEATURES, createRng(9));
      const perturbations = Object.fromEntries(
        matrices.map(({ name, outputs }) => [
          name,
          Array.from({ length: TIME }, () => tf.zeros<tf.Rank.R2>([BATCH, outputs])),
        ]),
      );
      const reads: Record<string, number[][]> = {};
      const traced = tracedCell(
        cell,
        matrices.map((matrix) => matrix.name),
        { perturbations, reads: (matrix, u) => (reads[matrix] ??= []).push(numbersOf(u)) },
      );
      const request = { settings, parameters };
      const expected = unrollReference(xs, { ...request, cell, gating: gating() }).hs;
      const outputs = unrollReference(xs, { ...request, cell: traced, gating: gating() }).hs;
      outputs.forEach((h, t) =>
        expect(largestDifference(numbersOf(h), numbersOf(expected[t] as tf.Tensor))).toBeLessThan(1e-6),
      );
      for (const { name: matrix, inputs } of matrices) {
        expect(reads[matrix]?.map((u) => u.length)).toEqual(Array(TIME).fill(BATCH * inputs));
      }
      const firstX = tf.unstack(xs, 1)[0] as tf.Tensor2D;
      if (name === 'dense') expect(reads['wx']?.[0]).toEqual(numbersOf(firstX));
      if (name === 'masked') expect(reads['wx']?.[0]).toEqual(numbersOf(tf.mul(firstX, maskX())));
      if (kind !== 's4d') expect(reads['wh']?.[0]?.every((value) => value === 0)).toBe(true); // h before the first step
    });
    for (const variable of Object.values(parameters)) variable.dispose();
  });
});
