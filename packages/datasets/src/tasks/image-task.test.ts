import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digitsConfig } from './digits.ts';
import { fashionMnistConfig } from './fashion-mnist.ts';
import { imageDataset, imageShape, splitIndices } from './image-task.ts';

const base = digitsConfig.parse({ kind: 'digits' });

describe('the config of an image task', () => {
  it('has rows, no pooling and the largest sensible split as defaults', () => {
    expect(base).toEqual({
      ...{ kind: 'digits', form: 'rows', pool: 1, splitSeed: 1 },
      ...{ trainCount: 7000, validationCount: 1000, testCount: 2000 },
    });
    expect(fashionMnistConfig.parse({ kind: 'fashion-mnist' })).toMatchObject({ trainCount: 55_000 });
  });

  it.each([
    [{ trainCount: 7500 }, 'trainCount', /7500 training \+ 1000 validation .* there are 8000/],
    [{ testCount: 2001 }, 'testCount', /2001 examples asked for, but there are 2000/],
    [{ form: 'permuted-pixels' }, 'permutation', /needs one: random-92916 or bit-reversal/],
    [{ permutation: 'bit-reversal' }, 'permutation', /only for form permuted-pixels, not rows/],
    [{ form: 'permuted-pixels', permutation: 'bit-reversal', pool: 2 }, 'pool', /28 x 28 pixels; use pool 1/],
  ])('refuses %j at field %s', (fields, field, message) => {
    const parsed = digitsConfig.safeParse({ kind: 'digits', ...fields });
    expect(parsed.error?.issues).toHaveLength(1);
    expect(parsed.error?.issues[0]?.path).toEqual([field]);
    expect(parsed.error?.issues[0]?.message).toMatch(message);
  });

  it.each([{ splitSeed: 0 }, { trainCount: 0 }, { testCount: 1.5 }, { pool: 3 }, { traincount: 5 }])(
    'refuses %j',
    (fields) => {
      expect(digitsConfig.safeParse({ kind: 'digits', ...fields }).success).toBe(false);
    },
  );
});

describe('the shape of an image task', () => {
  it.each([
    ['rows', 1, 28, 28],
    ['rows', 2, 14, 14],
    ['pixels', 1, 784, 1],
    ['pixels', 2, 196, 1],
    ['permuted-pixels', 1, 784, 1],
  ] as const)('of %s with pool %i is %i steps of %i features', (form, pool, time, features) => {
    expect(imageShape({ ...base, form, pool })).toMatchObject({ time, features });
  });
});

describe('the split of an image task', () => {
  const trainingPool = Int32Array.from({ length: 60 }, (_, i) => 59 - i);
  const testPool = Int32Array.from({ length: 20 }, (_, i) => 60 + i);
  const counts = fc
    .tuple(fc.integer({ min: 1, max: 59 }), fc.integer({ min: 1, max: 59 }), fc.integer({ min: 1, max: 20 }))
    .filter(([trainCount, validationCount]) => trainCount + validationCount <= 60);

  it('gives the counts asked for, with no example twice', () => {
    fc.assert(
      fc.property(counts, ([trainCount, validationCount, testCount]) => {
        const config = { ...base, trainCount, validationCount, testCount };
        const { train, validation, test } = splitIndices(config, trainingPool, testPool);
        expect([train.length, validation.length, test.length]).toEqual([
          trainCount,
          validationCount,
          testCount,
        ]);
        const all = [...train, ...validation, ...test];
        expect(new Set(all).size).toBe(all.length);
      }),
    );
  });

  it('never moves an example to another split when only trainCount changes', () => {
    fc.assert(
      fc.property(counts, ([trainCount, validationCount, testCount]) => {
        const config = { ...base, trainCount, validationCount, testCount };
        const some = splitIndices(config, trainingPool, testPool);
        const most = splitIndices({ ...config, trainCount: 60 - validationCount }, trainingPool, testPool);
        expect(most.validation).toEqual(some.validation);
        expect(most.test).toEqual(some.test);
        expect(most.train.slice(0, trainCount)).toEqual(some.train);
      }),
    );
  });

  it('says how many examples there are when too many are asked for', () => {
    const config = { ...base, trainCount: 50, validationCount: 11, testCount: 1 };
    expect(() => splitIndices(config, trainingPool, testPool)).toThrow(
      /task.trainCount: 50 training \+ 11 validation examples asked for, but there are 60 for both/,
    );
  });
});

it('all three splits are standardised by the training split alone', () => {
  const pixels = new Uint8Array(3 * 784);
  pixels.fill(100, 0, 392); // training image: half 100, half 0 → mean 50, sd 50
  pixels.fill(200, 784, 2 * 784); // validation: all 200 → (200 − 50) / 50 = 3
  pixels.fill(25, 2 * 784); // test: all 25 → −0.5
  const images = { count: 3, height: 28, width: 28, pixels, labels: Uint8Array.of(0, 1, 1) };
  const splits = { train: Int32Array.of(0), validation: Int32Array.of(1), test: Int32Array.of(2) };
  const { train, validation, test, floors } = imageDataset(base, splits, images);
  expect(train.inputs[0]).toBeCloseTo(1, 6);
  expect(train.inputs[783]).toBeCloseTo(-1, 6);
  expect(validation.inputs[5]).toBeCloseTo(3, 6);
  expect(test.inputs[5]).toBeCloseTo(-0.5, 6);
  // The only training class is 0, the test label 1.
  expect(floors.map((floor) => [floor.name, floor.score])).toEqual([
    ['majority class', 1],
    ['nearest class mean', 0],
  ]);
});
