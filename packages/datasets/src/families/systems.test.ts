import { createRng } from '@dsrnn/portable';
import { describe, expect, it } from 'vitest';
import { partOf } from '../../test/part-of.ts';
import { drawSystem } from './dynamical-systems.ts';
import { systems, systemsConfig } from './systems.ts';

async function load(fields: object = {}) {
  const small = { trainPerTask: 40, validationPerTask: 5, testPerTask: 6 };
  const config = systemsConfig.parse({ kind: 'systems', ...small, ...fields });
  return systems.load(config, { cacheDir: '/nonexistent' });
}

describe('the systems', () => {
  it('come by turns, and their names count on', async () => {
    const { partNames } = await load({ tasks: 6, first: 2 });
    expect(partNames).toEqual(['fir-2', 'product-3', 'sine-4', 'ar-5', 'fir-6', 'product-7']);
  });

  it('answer the first input channel, up to mean and scale', async () => {
    const dataset = await load({ tasks: 8, identity: 'none', dataSeed: 9 });
    for (let part = 0; part < 8; part++) {
      const { inputs, targets } = partOf(dataset, 'train', part, 0);
      const system = drawSystem(part, createRng(9).fork('systems'));
      const y = Array.from({ length: 40 }, (_, i) =>
        system(Float64Array.from({ length: 24 }, (__, t) => inputs[(i * 24 + t) * 4]!)),
      ).flatMap((values) => [...values]);
      const mean = y.reduce((sum, value) => sum + value) / y.length;
      const sd = Math.sqrt(y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / y.length);
      y.forEach((value, k) => expect(targets[k]).toBeCloseTo((value - mean) / sd, 4));
    }
  });

  it('have inputs and distractors of mean 0 and variance 1 that are not correlated', async () => {
    const { inputs } = (await load({ tasks: 1, identity: 'none', trainPerTask: 1000 })).train;
    const steps = inputs.length / 4;
    const moment = (a: number, b: number): number => {
      let sum = 0;
      for (let k = 0; k < steps; k++) sum += inputs[4 * k + a]! * inputs[4 * k + b]!;
      return sum / steps;
    };
    // Five standard errors of 24,000: a product of two has deviation 1, a square of U(±√3) sqrt(9/5 − 1) = 0.89.
    for (const a of [0, 1, 2]) {
      for (const b of [0, 1, 2]) expect(Math.abs(moment(a, b) - (a === b ? 1 : 0))).toBeLessThan(0.033);
    }
  });

  it('are the same task whatever else is asked for', async () => {
    const many = await load({ tasks: 6 });
    const fewer = await load({ tasks: 2, first: 4 });
    for (const split of ['train', 'validation', 'test'] as const) {
      for (const part of [0, 1]) {
        expect(partOf(many, split, 4 + part, 6)).toEqual(partOf(fewer, split, part, 2));
      }
    }
  });

  it('refuse sequences that are too short for the longest delay', () => {
    expect(systemsConfig.safeParse({ kind: 'systems', length: 7 }).success).toBe(false);
    expect(systemsConfig.safeParse({ kind: 'systems', length: 8 }).success).toBe(true);
  });
});
