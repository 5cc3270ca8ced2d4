import { cells, onReferenceEngine, useBackend } from '@dsrnn/core';
import { beforeAll, expect, it } from 'vitest';
import { interferenceSubject } from '../../test/interference-subject.ts';
import { exampleGradients } from './example-gradients.ts';
import { preActivations } from './pre-activations.ts';

beforeAll(() => useBackend('wasm'));

const [FEATURES, UNITS] = [4, 8];

it.each(cells.map(({ kind }) => kind))('knows the %s, and no parameter that it lacks', (kind) => {
  const { model } = interferenceSubject({ cell: kind }, { features: FEATURES, units: UNITS });
  const { cell, settings, parameters } = model.recurrent;
  const matrices = cell.weightMatrices(settings, FEATURES).map(({ name }) => name);
  const sums = preActivations(kind, matrices);
  expect(sums === null).toBe(kind === 'ltc');
  for (const { bias, matrices: added } of sums ?? []) {
    const outputs = added.map((name) => parameters[name]?.shape[1]);
    expect(new Set(outputs).size).toBe(1);
    expect(parameters[bias]?.size).toBeLessThanOrEqual(outputs[0] as number);
  }
  if (sums !== null) expect(sums.flatMap((sum) => sum.matrices)).toEqual(matrices);
  model.dispose();
});

it.each([
  ['lstm', 'wx', true],
  ['gru', 'wx', true],
  ['s4d', 'wx', true],
  ['s4d', 'layer0.wo', true],
  ['ltc', 'sensory.w', false],
] as const)('a step of the %s gives %s an outer product: %s', (cell, name, isOuter) => {
  const subject = interferenceSubject({ cell }, { time: 1, features: FEATURES, units: UNITS });
  const gradient = onReferenceEngine(() => exampleGradients(subject, [name], [0]))[name]?.[0];
  if (gradient === undefined) throw new Error(`no gradient of ${name}`);
  const width = subject.model.parameters[name]?.shape[1] as number;
  const at = (i: number, j: number): number => gradient[i * width + j] as number;
  const minors = Array.from({ length: 3 * (width - 1) }, (_, k) => {
    const [i, j] = [Math.floor(k / (width - 1)), k % (width - 1)];
    return Math.abs(at(i, j) * at(i + 1, j + 1) - at(i, j + 1) * at(i + 1, j));
  });
  const largest = Math.max(...gradient.map(Math.abs));
  expect(Math.max(...minors) / largest ** 2 < 1e-5).toBe(isOuter);
  subject.model.dispose();
});

it('has none of an architecture that it does not know', () => {
  expect(preActivations('elman', ['wx'])).toBeNull();
});
