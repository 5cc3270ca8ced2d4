import { createRng } from '@dsrnn/portable';
import { describe, expect, it } from 'vitest';
import { autoregression, drivenSine, finiteResponse } from './dynamical-systems.ts';
import type { System } from './dynamical-systems.ts';
import { taskMeanFloor, taskPersistenceFloors, taskRidgeFloor, taskStepFloor } from './family-floors.ts';
import { signalPart } from './family-part.ts';
import type { FamilyPart, Signals } from './family-part.ts';

const examples = (inputs: number[], targets: number[]) => ({
  count: targets.length,
  inputs: Float32Array.from(inputs),
  targets: Float32Array.from(targets),
});
const partOf = (test: number[], persistence?: number[]): FamilyPart => ({
  ...{ name: 'p', train: examples([0], [0]), validation: examples([0], [0]) },
  test: examples(
    test.map(() => 0),
    test,
  ),
  ...(persistence === undefined ? {} : { persistence: Float64Array.from(persistence) }),
});

const TIME = 20;
function systemPart(system: System, seed: number): FamilyPart {
  const rng = createRng(seed);
  const signals = (count: number): Signals => {
    const inputs = Float64Array.from({ length: count * TIME }, () => rng.normal());
    const outputs = new Float64Array(inputs.length);
    for (let i = 0; i < count; i++) {
      outputs.set(system(inputs.subarray(i * TIME, (i + 1) * TIME)), i * TIME);
    }
    return { count, inputs, outputs };
  };
  return signalPart('p', { train: signals(60), validation: signals(1), test: signals(20) }, TIME, true);
}

describe('the floors of a family', () => {
  it('are means over the tasks of their mean squared errors', () => {
    // Task errors of the answer 0: (1 + 9) / 2 = 5 and 4. Of persistence: (0 + 4) / 2 = 2 and 1.
    const parts = [partOf([1, 3], [1, 5]), partOf([2], [1])];
    expect(taskMeanFloor(parts).score).toBe(4.5);
    expect(taskPersistenceFloors(parts, 'the last').map(({ score }) => score)).toEqual([1.5]);
    expect(taskPersistenceFloors(parts, 'the last')[0]?.note).toMatch(/^the last; mean over the tasks/);
  });

  it('have no persistence if a task has none', () => {
    expect(taskPersistenceFloors([partOf([1], [1]), partOf([1])], 'the last')).toEqual([]);
  });

  it('fit a linear model to each task by itself', () => {
    const line = (slope: number): FamilyPart => {
      const split = examples(
        [-2, -1, 1, 2],
        [-2, -1, 1, 2].map((x) => slope * x),
      );
      return { name: String(slope), train: split, validation: split, test: split };
    };
    expect(taskRidgeFloor([line(1), line(-1)]).score).toBeLessThan(1e-6);
  });

  it('let the linear model of steps know filters and autoregressions, but no oscillator', () => {
    const score = (system: System) => taskStepFloor([systemPart(system, 3)], TIME).score;
    expect(score(finiteResponse([1, 2, 3, 4, -5]))).toBeLessThan(1e-4);
    expect(score(autoregression(1.2, -0.6))).toBeLessThan(1e-4);
    expect(score(drivenSine(0.3, 0.5))).toBeGreaterThan(0.05);
  });
});
