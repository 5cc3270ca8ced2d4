import { createRng } from '@dsrnn/portable';
import { describe, expect, it } from 'vitest';
import { digitsConfig } from './digits.ts';
import { fashionMnistConfig } from './fashion-mnist.ts';
import { imageDataset, imageShape } from './image-task.ts';
import type { ImageTaskConfig } from './image-task.ts';

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
    [{ steps: 5 }, 'steps', /784 pixels do not fold into 5 equal steps; use a divisor: 1, 2, 4, 7, .*784$/],
    [{ steps: 16, pool: 2 }, 'steps', /196 pixels do not fold into 16 equal steps/],
    [{ form: 'pixels', steps: 7 }, 'steps', /one pixel a step; use form rows/],
  ])('refuses %j at field %s', (fields, field, message) => {
    const parsed = digitsConfig.safeParse({ kind: 'digits', ...fields });
    expect(parsed.error?.issues).toHaveLength(1);
    expect(parsed.error?.issues[0]?.path).toEqual([field]);
    expect(parsed.error?.issues[0]?.message).toMatch(message);
  });

  it.each([
    { splitSeed: 0 },
    { trainCount: 0 },
    { testCount: 1.5 },
    { pool: 3 },
    { traincount: 5 },
    { steps: 0 },
    { polarity: 'flipped' },
    { noise: 0.1 },
    { noise: { train: -1 } },
  ])('refuses %j', (fields) => {
    expect(digitsConfig.safeParse({ kind: 'digits', ...fields }).success).toBe(false);
  });
});

describe('the fields that run keys did not always know', () => {
  it('stay out of a parsed config that leaves them out, so that its digest stays as it was', () => {
    expect(JSON.stringify(digitsConfig.parse({ kind: 'digits', form: 'rows' }))).toBe(
      '{"kind":"digits","form":"rows","pool":1,"splitSeed":1,"trainCount":7000,"validationCount":1000,"testCount":2000}',
    );
  });

  it('are kept where they are given, and noise fills in its own two', () => {
    const fields = { steps: 7, polarity: 'random', noise: { test: 0.5 } };
    expect(digitsConfig.parse({ kind: 'digits', ...fields })).toEqual({
      ...base,
      ...fields,
      noise: { train: 0, test: 0.5 },
    });
  });
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

  it.each([
    ['rows', 1, 7, 112],
    ['rows', 1, 56, 14],
    ['rows', 2, 4, 49],
    ['rows', 2, 196, 1],
    ['permuted-pixels', 1, 28, 28],
    ['permuted-pixels', 1, 784, 1],
  ] as const)('of %s with pool %i folded into %i steps has %i features', (form, pool, steps, features) => {
    expect(imageShape({ ...base, form, pool, steps })).toMatchObject({ time: steps, features });
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

describe('signs and noise of an image task', () => {
  // Four images, one each for training, validation and test and one spare; distinct random bytes.
  const rng = createRng(3);
  const pixels = Uint8Array.from({ length: 4 * 784 }, () => rng.integer(256));
  const images = { count: 4, height: 28, width: 28, pixels, labels: Uint8Array.of(0, 1, 1, 0) };
  const splits = { train: Int32Array.of(0, 3), validation: Int32Array.of(1), test: Int32Array.of(2) };
  const make = (fields: Partial<ImageTaskConfig>) => imageDataset({ ...base, ...fields }, splits, images);
  const plain = make({});

  /** Standard deviation of the differences, or 0 if all are 0. */
  const distance = (a: Float32Array, b: Float32Array) =>
    Math.sqrt(a.reduce((sum, x, i) => sum + (x - b[i]!) ** 2, 0) / a.length);

  it('are absent from the plain task, which has nothing to augment', () => {
    expect(plain.augment).toBeUndefined();
    expect(make({ polarity: 'fixed', noise: { train: 0, test: 0 } }).test).toEqual(plain.test);
    expect(make({ noise: { train: 0, test: 1 } }).augment).toBeUndefined();
  });

  it('give every step of a folded sequence one sign', () => {
    const { test, validation, train } = make({ steps: 112, polarity: 'random' });
    expect(train.inputs).toEqual(plain.train.inputs);
    expect(test.inputs).not.toEqual(plain.test.inputs);
    for (const [split, before] of [
      [test, plain.test],
      [validation, plain.validation],
    ] as const) {
      const seen = new Set<number>();
      for (let t = 0; t < 112; t++) {
        const ratios = Array.from(
          { length: 7 },
          (_, k) => split.inputs[t * 7 + k]! / before.inputs[t * 7 + k]!,
        );
        expect(new Set(ratios).size).toBe(1);
        seen.add(ratios[0]!);
      }
      expect([...seen].sort()).toEqual([-1, 1]);
    }
  });

  it('have the noise of training in validation, and that of the test condition in the test split alone', () => {
    const { train, validation, test, augment } = make({ noise: { train: 0.2, test: 0.8 } });
    expect(train.inputs).toEqual(plain.train.inputs);
    // 784 numbers: the standard error of a standard deviation is sd / √1,568 = 2.5 %.
    expect(Math.abs(distance(validation.inputs, plain.validation.inputs) / 0.2 - 1)).toBeLessThan(0.13);
    expect(Math.abs(distance(test.inputs, plain.test.inputs) / 0.8 - 1)).toBeLessThan(0.13);
    const drawn = train.inputs.slice();
    augment?.(drawn, createRng(5));
    expect(Math.abs(distance(drawn, plain.train.inputs) / 0.2 - 1)).toBeLessThan(0.13);
  });

  it('do not let the test condition change validation', () => {
    const one = make({ noise: { train: 0.2, test: 0 } });
    const two = make({ noise: { train: 0.2, test: 3 } });
    expect(two.validation).toEqual(one.validation);
    expect(one.test).toEqual(plain.test);
  });

  it('are fresh at each draw in training, and the same at each load in validation and test', () => {
    const fields = { polarity: 'random', noise: { train: 0.1, test: 0.1 } } as const;
    const [one, two] = [make(fields), make(fields)];
    expect([two.validation, two.test]).toEqual([one.validation, one.test]);
    expect(make({ ...fields, splitSeed: 2 }).test).not.toEqual(one.test);
    const stream = createRng(1);
    const [first, second] = [one.train.inputs.slice(), one.train.inputs.slice()];
    one.augment?.(first, stream);
    one.augment?.(second, stream);
    expect(first).not.toEqual(second);
  });

  it('leave a linear model of the absolute inputs as the score to beat', () => {
    // Test image 2 is the negative of training image 0 in standardised pixels, up to the random signs: same magnitudes.
    const half = new Uint8Array(3 * 784);
    half.fill(200, 0, 392);
    half.fill(100, 392, 784); // image 0, class 0: 392 times +1 and −1 about the mean of training
    half.fill(150, 784, 1568); // image 1, class 1: zeros
    half.fill(100, 1568, 1960);
    half.fill(200, 1960, 2352); // image 2, class 0
    const three = { count: 3, height: 28, width: 28, pixels: half, labels: Uint8Array.of(0, 1, 0) };
    const parts = { train: Int32Array.of(0, 1), validation: Int32Array.of(1), test: Int32Array.of(2) };
    const { floors } = imageDataset({ ...base, polarity: 'random' }, parts, three);
    expect(floors[1]).toMatchObject({ name: 'nearest class mean of magnitudes', score: 1 });
    // On the inputs themselves it is nearer to the zeros of class 1.
    expect(imageDataset(base, parts, three).floors[1]).toMatchObject({
      name: 'nearest class mean',
      score: 0,
    });
  });
});
