import { strategies } from '@dsrnn/continual';
import { backendName } from '@dsrnn/core';
import { expect, test } from 'vitest';
import { BenchError } from '../bench-error.ts';
import { caseKinds } from './bench-case.ts';
import { benchCases, everyCase, findCase, selectCases } from './registry.ts';

test('ids are unique, and fit for a command line', () => {
  const ids = everyCase.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
});

test('every kind has cases, and a baseline is a case of the same group: dense, the ceiling or fine-tuning', () => {
  expect(new Set(benchCases.map(({ kind }) => kind))).toEqual(new Set(caseKinds));
  for (const { group, baseline, kind } of benchCases) {
    if (baseline === null) continue;
    const base = findCase(baseline);
    expect(base.group).toBe(group);
    expect(base.baseline).toBeNull();
    expect(base.macRatio).toBe(kind === 'kernel' || kind === 'strategy' ? null : 1);
  }
});

test('every strategy has a case, and is compared with fine-tuning', () => {
  const cases = selectCases(['strategies']);
  expect(cases[0]?.id).toBe('strategies-fine-tune');
  expect(cases.map(({ id }) => id).sort()).toEqual(strategies.map(({ kind }) => `strategies-${kind}`).sort());
  for (const { id, baseline } of cases) {
    expect(baseline).toBe(id === 'strategies-fine-tune' ? null : 'strategies-fine-tune');
  }
  expect(selectCases(['strategies-gem']).map(({ id }) => id)).toEqual([
    'strategies-fine-tune',
    'strategies-gem',
  ]);
});

// LSTM-128 with 28 inputs: 4 · 128 · 156 = 79,872 MACs a step. DS at a tenth of them: 40 units and 9 inputs, hence
// 4 · 40 · 49 = 7,840, and a router of 16 · (156 + 156) = 4,992. A tenth of the channels: 4 · 13 · 16 = 832.
// One mask a sequence reads the mean input: 16 · (28 + 156) = 2,944 in 28 steps.
// Groups of 8 with all inputs read: 4 groups are nearest, 4 · 32 · 60 = 7,680; a router of 8 · (28 + 28 + 16).
// LSTM-512 with 128 inputs: 4 · 512 · 640; constant masks of a tenth of the channels: 4 · 51 · 64.
// LTC-64: 3 · 64 · (28 + 6 · 64) = 79,104; at a tenth 20 units and 9 inputs: 3 · 20 · 129, and 16 · (92 + 92).
test.each([
  ['train-lstm-dense', 1],
  ['train-lstm-ds', (7840 + 4992) / 79872],
  ['train-lstm-ds-active', (7840 + 4992) / 79872],
  ['train-lstm-ds-sequence-reference', (7840 + 2944 / 28) / 79872],
  ['train-lstm-ds-channels', (832 + 4992) / 79872],
  ['train-lstm-delta', 0.1],
  ['train-gru-rigl', 0.1],
  ['train-ltc-ds', (7740 + 2944) / 79104],
  ['train-lstm-ds-groups', (7680 + 576) / 79872],
  ['stream-lstm-ds-channels', (13056 + 20480) / 1310720],
  ['core-lstm-channels', 13056 / 1310720],
])('the MACs of %s are those of its plan', (id, ratio) => {
  expect(findCase(id).macRatio).toBeCloseTo(ratio, 10);
});

test('a training step counts its backward pass as two forward ones', () => {
  expect(findCase('train-lstm-dense').macs).toBe(3 * 64 * 28 * 79872);
});

test('what was measured smaller is scaled by the steps and sequences left out, and says so', () => {
  const { scale, note } = findCase('train-s4d-dense-reference');
  expect(scale).toBe(128);
  expect(note).toBe('extrapolated: measured at batch 8 and 49 steps, times 128');
  for (const one of benchCases) if (one.scale !== 1) expect(one.note).toContain('extrapolated');
});

test('a word chooses one case or a family, and what they are compared with', () => {
  const ids = (...words: string[]): string[] => selectCases(words).map(({ id }) => id);
  expect(ids('train-lstm-rigl')).toEqual(['train-lstm-dense', 'train-lstm-rigl']);
  expect(ids('core', 'peak')).toEqual(['peak', 'core-lstm-dense', 'core-lstm-macs', 'core-lstm-channels']);
  expect(ids('train-lstm-ds')).toEqual(['train-lstm-dense', 'train-lstm-ds']);
  expect(ids()).toHaveLength(benchCases.length);
});

test('an unknown case names the one that was meant, and all there are', () => {
  expect(() => selectCases(['train-lstm-dens'])).toThrow(BenchError);
  expect(() => selectCases(['train-lstm-dens'])).toThrow(
    /^unknown case "train-lstm-dens"; did you mean "train-lstm-dense"\? \(known: peak, /,
  );
});

const others = backendName.options.filter((name) => name !== 'wasm');

test.each(others)('on %s, dense and ds are measured in turns with the same on our kernels', (backend) => {
  const cases = selectCases([], backend);
  const there = cases.filter((one) => one.backend === backend);
  const ids = there.map(({ id }) => id);
  for (const cell of ['lstm', 'gru', 'ltc', 's4d']) {
    expect(ids).toEqual(
      expect.arrayContaining([`train-${cell}-dense-${backend}`, `train-${cell}-ds-${backend}`]),
    );
  }
  expect(cases).toHaveLength(2 * there.length);
  for (const { id, beside, baseline, group, macs, kind } of there) {
    expect(kind).toBe('train');
    expect(id).toBe(`${beside}-${backend}`);
    const ours = findCase(beside!);
    expect(cases).toContain(ours);
    expect([ours.backend, ours.group, ours.macs]).toEqual(['wasm', group, macs]);
    expect(baseline).toBe(ours.baseline === null ? null : `${ours.baseline}-${backend}`);
  }
});

test('cases of the default backend are compared with no other', () => {
  for (const { backend, beside } of benchCases) expect([backend, beside]).toEqual(['wasm', null]);
  expect(selectCases([], 'wasm')).toEqual(benchCases);
});

test('a word names a case of another backend with or without it, and what it is compared with', () => {
  const ids = (...words: string[]): string[] => selectCases(words, 'webgpu').map(({ id }) => id);
  const both = ['train-lstm-dense', 'train-lstm-ds', 'train-lstm-dense-webgpu', 'train-lstm-ds-webgpu'];
  expect(ids('train-lstm-ds')).toEqual(both);
  expect(ids('train-lstm-ds-webgpu')).toEqual(both);
  expect(ids('train-gru-dense')).toEqual(['train-gru-dense', 'train-gru-dense-webgpu']);
  expect(ids('train-s4d')).toHaveLength(4);
  expect(() => ids('stream-lstm')).toThrow(
    /^unknown case "stream-lstm" on backend webgpu.* \(known: train-lstm-dense-webgpu, /,
  );
});

test('on another backend long sequences are cut, but not the batch, which a GPU has at once', () => {
  const { scale, note } = findCase('train-s4d-ds-webgpu');
  expect(scale).toBe(16);
  expect(note).toBe('extrapolated: measured at batch 64 and 49 steps, times 16');
  for (const one of everyCase) if (one.scale !== 1) expect(one.note).toContain('extrapolated');
});
