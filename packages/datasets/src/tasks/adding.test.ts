import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../sha256.ts';
import { adding, addingConfig } from './adding.ts';

const access = { cacheDir: '/nonexistent' };

async function load(fields: object) {
  return adding.load(addingConfig.parse({ kind: 'adding', ...fields }), access);
}

describe('the adding problem', () => {
  it('marks one step in each half and asks for the sum of the two numbers', async () => {
    const lengths = fc.integer({ min: 2, max: 31 });
    await fc.assert(
      fc.asyncProperty(lengths, fc.integer({ min: 1, max: 1e6 }), async (length, dataSeed) => {
        const { train } = await load({ length, dataSeed, trainCount: 8, validationCount: 1, testCount: 1 });
        for (let i = 0; i < 8; i++) {
          const steps = Array.from({ length }, (_, t) => ({
            t,
            number: train.inputs[(i * length + t) * 2]!,
            mark: train.inputs[(i * length + t) * 2 + 1]!,
          }));
          const marked = steps.filter((step) => step.mark === 1);
          expect(steps.filter((step) => step.mark !== 0)).toHaveLength(2);
          expect(marked[0]!.t).toBeLessThan(Math.floor(length / 2));
          expect(marked[1]!.t).toBeGreaterThanOrEqual(Math.floor(length / 2));
          expect(train.targets[i]).toBe(Math.fround(marked[0]!.number + marked[1]!.number));
          for (const { number } of steps) expect(number >= 0 && number <= 1).toBe(true);
        }
      }),
    );
  });

  it('gives an error near 1/6 to the answer 1', async () => {
    const { test, floors } = await load({ length: 4, trainCount: 1, validationCount: 1, testCount: 20_000 });
    const errors = Array.from(test.targets, (target) => (target - 1) ** 2);
    const mean = errors.reduce((sum, error) => sum + error) / errors.length;
    // The error's standard deviation is sqrt(1/15 − 1/36) = 0.197; 5 standard errors of 20,000 are 0.007.
    expect(Math.abs(mean - 1 / 6)).toBeLessThan(0.007);
    expect(floors).toMatchObject([{ name: 'always 1', score: 1 / 6 }]);
  });

  it('draws splits from streams of their own, a smaller one a prefix of a larger', async () => {
    const small = await load({ length: 10, trainCount: 5, validationCount: 5, testCount: 5 });
    const large = await load({ length: 10, trainCount: 9, validationCount: 5, testCount: 5 });
    expect(large.train.inputs.slice(0, 100)).toEqual(small.train.inputs);
    expect(large.test).toEqual(small.test);
    expect(small.train.inputs).not.toEqual(small.test.inputs);
    expect(small.validation.inputs).not.toEqual(small.test.inputs);
  });

  it('gives the same first batch as ever, or its version must be raised', async () => {
    const { train } = await load({ trainCount: 32, validationCount: 1, testCount: 1 });
    expect(sha256(new Uint8Array(train.inputs.buffer))).toBe(
      'c33aacbf5113115b5fb865d7b9923847b1c3efffba631aafc05e1afa82bc2b99',
    );
    expect(sha256(new Uint8Array(train.targets.buffer))).toBe(
      'f7575b1a117f314dc3bf2fbaaf5e2b20b39973a3bff5688c46a74605ee7b9699',
    );
  });
});
