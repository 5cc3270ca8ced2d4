import { useBackend } from '@dsrnn/core';
import { beforeAll, expect, it } from 'vitest';
import { interferenceSubject } from '../../test/interference-subject.ts';
import { pairsOfGroups } from './group-pairs.ts';

beforeAll(() => useBackend('cpu'));

it('puts the members of a group together, and averages by class', () => {
  const { model } = interferenceSubject({});
  const groups = [
    { name: 'wx', kind: 'matrix', members: ['wx'] },
    { name: 'core', kind: 'rest', members: ['wx', 'b'] },
  ] as const;
  const gradients = {
    wx: [Float32Array.of(3, 0), Float32Array.of(0, 0), Float32Array.of(1, 2)],
    b: [Float32Array.of(4), Float32Array.of(0), Float32Array.of(2)],
  };
  const [wx, core] = pairsOfGroups(model, groups, gradients, [0, 0, 1]);
  // wx: (3, 0) and (1, 2): 3 / (3 √5); the second example is 0.
  expect(wx?.examples.map(({ a, b }) => [a, b])).toEqual([[0, 2]]);
  expect(wx?.examples[0]?.cosine).toBeCloseTo(1 / Math.sqrt(5), 12);
  expect(wx?.zero).toBe(1);
  // core: (3, 0, 4) and (1, 2, 2): 11 / (5 · 3); class means (1.5, 0, 2) and (1, 2, 2): 5.5 / (2.5 · 3).
  expect(core?.examples[0]?.cosine).toBeCloseTo(11 / 15, 12);
  expect(core?.classes).toHaveLength(1);
  expect(core?.classes[0]?.inner).toBeCloseTo(5.5, 12);
  expect(core?.classes[0]?.bound).toBeCloseTo((2.5 * Math.sqrt(5)) / (2.5 * 3), 12);
  model.dispose();
});
