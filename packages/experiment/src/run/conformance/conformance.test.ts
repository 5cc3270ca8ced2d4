/**
 * Every backend that this machine has computes what plain JavaScript does: every cell in every mode, on short sequences.
 * On a device one mode of each cell, for a software GPU is slow; `dsrnn backend compare` does all, on longer ones.
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backendDefinitions, cells } from '@dsrnn/core';
import { describe, expect, it } from 'vitest';
import { conformanceCases, shortened } from './conformance-cases.ts';
import {
  differencesOf,
  measureConformance,
  stages,
  tolerances,
  type ByStage,
} from './measure-conformance.ts';

const access = { cacheDir: join(tmpdir(), 'dsrnn-conformance') };
const YARDSTICK = 'cpu';
const onDevices = ['lstm, masks by step', 'gru, delta', 'ltc, dense', 's4d, masks by sequence'];

/** Numbers of the yardstick by case, computed once. */
const expected = new Map<string, ByStage<Float32Array>>();
const others = backendDefinitions.filter(({ name }) => name !== YARDSTICK);
const obstacles = await Promise.all(others.map((definition) => definition.obstacle()));

describe.each(others.map((definition, i) => ({ ...definition, obstacle: obstacles[i] ?? null })))(
  'backend $name',
  ({ name, memory, obstacle }) => {
    if (obstacle !== null) {
      it.skip(`does not run here: ${obstacle.problem}; ${obstacle.remedy}`, () => undefined);
      return;
    }
    const labelled = conformanceCases.map((one) => [`${one.cell}, ${one.mode}`, shortened(one)] as const);
    it.each(labelled.filter(([label]) => memory === 'host' || onDevices.includes(label)))(
      'computes %s as plain JavaScript does',
      async (label, one) => {
        let yardstick = expected.get(label);
        if (yardstick === undefined) {
          yardstick = await measureConformance(one, YARDSTICK, 'reference', access);
          expected.set(label, yardstick);
        }
        const found = await measureConformance(one, name, 'reference', access);
        const differences = differencesOf(found, yardstick);
        for (const stage of stages) expect(differences[stage], stage).toBeLessThan(tolerances[stage]);
      },
    );
  },
);

describe('the measure of differences', () => {
  const stage = (...values: number[]): ByStage<Float32Array> => {
    const block = Float32Array.from(values);
    return { forward: block, gradient: block, step: block, training: block };
  };

  it('is relative to the largest number, and infinite where something is no number or missing', () => {
    expect(differencesOf(stage(1, -8), stage(3, -8)).gradient).toBe(2 / 8);
    expect(differencesOf(stage(1, NaN), stage(3, -8)).step).toBe(Infinity);
    expect(differencesOf(stage(NaN, -8), stage(3, -8)).step).toBe(Infinity);
    expect(differencesOf(stage(3), stage(3, -8)).forward).toBe(Infinity);
    expect(differencesOf(stage(3, -8), stage(3, -8)).training).toBe(0);
  });
});

it('covers every cell, on devices too', () => {
  const kinds = new Set(cells.map(({ kind }) => kind));
  expect(new Set(conformanceCases.map(({ cell }) => cell))).toEqual(kinds);
  expect(new Set(onDevices.map((label) => label.split(', ')[0]))).toEqual(kinds);
  const labels = conformanceCases.map(({ cell, mode }) => `${cell}, ${mode}`);
  expect(labels).toEqual(expect.arrayContaining(onDevices));
});
