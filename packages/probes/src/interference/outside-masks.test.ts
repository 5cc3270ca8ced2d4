import { useBackend } from '@dsrnn/core';
import { beforeAll, expect, it } from 'vitest';
import { interferenceSubject, randomGating, type SubjectMethod } from '../../test/interference-subject.ts';
import { modelGradients } from './model-gradients.ts';
import { outsideMasks } from './outside-masks.ts';
import { membersOf, parameterGroups } from './parameter-groups.ts';
import type { MaskHistory } from './mask-history.ts';

beforeAll(() => useBackend('wasm'));

/** Entries outside by group, under the masks of the passes or what `change` makes of them. */
function outside(
  method: SubjectMethod,
  change: (masks: MaskHistory) => MaskHistory = (masks) => masks,
): Record<string, number | null> {
  const subject = interferenceSubject(method);
  const groups = parameterGroups(subject.model, 4);
  const { gradients, masks } = modelGradients(subject, membersOf(groups), {
    indices: [0, 1, 2, 3],
    labels: [0, 1, 2, 0],
  });
  if (masks === null) throw new Error('no masks');
  const counts = groups.map((group) => [
    group.name,
    outsideMasks(subject.model, group, gradients, change(masks), 4),
  ]);
  subject.model.dispose();
  return Object.fromEntries(counts) as Record<string, number | null>;
}

it.each([
  ['lstm', ['wx', 'wh', 'bias']],
  ['gru', ['wx', 'wh', 'bias']],
  ['ltc', ['sensory-w', 'w']],
  ['s4d', ['wx', 'layer0-wo', 'bias']],
])('no gradient of a DS %s leaves the support of its masks', (cell, groups) => {
  const counts = outside({ cell, ds: {} });
  expect(groups.map((group) => counts[group])).toEqual(groups.map(() => 0));
  expect(counts['router']).toBeNull();
  expect(counts['core']).toBeNull();
});

it.each(['lstm', 'gru'])('nor does one of random masks, in the %s', (cell) => {
  const counts = outside({ cell, gates: (noise) => randomGating(4, 8, noise) });
  expect([counts['wx'], counts['wh'], counts['bias']]).toEqual([0, 0, 0]);
});

it.each(['lstm', 'gru', 'ltc'])(
  'none leaves that of rows of a step and columns of the step before, in the %s',
  (cell) => {
    const ds = { read: 'previous' } as const;
    const matrix = cell === 'ltc' ? 'w' : 'wh';
    expect(outside({ cell, ds })[matrix]).toBe(0);
    expect(outside({ cell, ds }, (masks) => ({ ...masks, read: masks.h }))[matrix]).toBeGreaterThan(0);
  },
);

it('finds entries outside the masks of another example', () => {
  const counts = outside({ ds: {} }, ({ x, h, read }) => ({
    x: x === null ? null : [...x.slice(1), ...x.slice(0, 1)],
    h: [...h.slice(1), ...h.slice(0, 1)],
    read: [...read.slice(1), ...read.slice(0, 1)],
  }));
  expect(counts['wx']).toBeGreaterThan(0);
  expect(counts['wh']).toBeGreaterThan(0);
});
