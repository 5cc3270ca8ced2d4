import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import type { Examples } from '../dataset.ts';
import { sha256 } from '../sha256.ts';
import { digits, digitsConfig } from './digits.ts';

async function load(fields: object) {
  return digits.load(digitsConfig.parse({ kind: 'digits', ...fields }), {
    cacheDir: temporaryFolder(),
  });
}

function rows({ count, inputs }: Examples): string[] {
  const size = inputs.length / count;
  return Array.from({ length: count }, (_, i) => inputs.slice(i * size, (i + 1) * size).join());
}

describe('the digits task', () => {
  it('uses every example once at full size, and every class in proportion', async () => {
    const { train, validation, test, floors } = await load({ pool: 2 });
    expect([train.count, validation.count, test.count]).toEqual([7000, 1000, 2000]);
    // The 10,000 images differ even after pooling, so that many different ones means each exactly once.
    expect(new Set([...rows(train), ...rows(validation), ...rows(test)]).size).toBe(10_000);
    const ofClass =
      (label: number) =>
      ({ targets }: Examples) =>
        targets.filter((t) => t === label).length;
    // 863 fives and 1,127 ones in all: 172.6 and 225.4 in the 2,000 of the test.
    expect(Math.abs(ofClass(5)(test) - 172.6)).toBeLessThanOrEqual(1);
    expect(Math.abs(ofClass(1)(test) - 225.4)).toBeLessThanOrEqual(1);
    for (const [label, total] of [1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978].entries()) {
      const seen = [train, validation, test].map(ofClass(label)).reduce((a, b) => a + b);
      expect(seen).toBe(total);
    }
    expect(floors[0]?.score).toBeCloseTo(ofClass(1)(test) / 2000, 12);
    // Published error of the nearest class mean on full MNIST is about 18 %.
    expect(floors[1]?.score).toBeGreaterThan(0.75);
    expect(floors[1]?.score).toBeLessThan(0.87);
  });

  it('standardises the training split to mean 0 and variance 1', async () => {
    const { train } = await load({ trainCount: 500, testCount: 10 });
    let sum = 0;
    let squares = 0;
    for (const value of train.inputs) {
      sum += value;
      squares += value * value;
    }
    expect(sum / train.inputs.length).toBeCloseTo(0, 6);
    expect(squares / train.inputs.length).toBeCloseTo(1, 6);
  });

  it('keeps test and validation labels, whatever the number of training examples', async () => {
    const small = await load({ trainCount: 100, validationCount: 50, testCount: 60 });
    const large = await load({ trainCount: 900, validationCount: 50, testCount: 60 });
    expect(large.test.targets).toEqual(small.test.targets);
    expect(large.validation.targets).toEqual(small.validation.targets);
    expect(large.train.targets.slice(0, 100)).toEqual(small.train.targets);
  });

  it('shares no image between splits, and draws others with another splitSeed', async () => {
    const counts = { trainCount: 300, validationCount: 100, testCount: 100, pool: 2 };
    const one = await load(counts);
    const all = [...rows(one.train), ...rows(one.validation), ...rows(one.test)];
    expect(new Set(all).size).toBe(500);
    const two = await load({ ...counts, splitSeed: 2 });
    expect(rows(two.test)).not.toEqual(rows(one.test));
    expect(rows((await load(counts)).test)).toEqual(rows(one.test));
  });

  it('refuses so few examples that a class has none', async () => {
    await expect(load({ trainCount: 5 })).rejects.toThrow(
      /task.trainCount: 5 examples leave class . of 10 without any/,
    );
  });

  it('reads the same pixels in all forms', async () => {
    const counts = { trainCount: 20, validationCount: 2, testCount: 2 };
    const asRows = await load(counts);
    const asPixels = await load({ ...counts, form: 'pixels' });
    const permuted = await load({ ...counts, form: 'permuted-pixels', permutation: 'bit-reversal' });
    expect(asPixels.test.inputs).toEqual(asRows.test.inputs);
    expect(permuted.test.inputs[1]).toBe(asRows.test.inputs[512]);
    expect(permuted).toMatchObject({ time: 784, features: 1 });
    const folded = await load({ ...counts, form: 'permuted-pixels', permutation: 'bit-reversal', steps: 28 });
    expect(folded.test.inputs).toEqual(permuted.test.inputs);
    expect(folded).toMatchObject({ time: 28, features: 28 });
  });

  it('gives the same bits as ever: results are kept under keys that know only the config and the files', async () => {
    const counts = { trainCount: 50, validationCount: 20, testCount: 30 };
    const digests = async (fields: object) => {
      const { train, validation, test } = await load({ ...counts, ...fields });
      return [train, validation, test].map(({ inputs }) =>
        sha256(new Uint8Array(inputs.buffer)).slice(0, 16),
      );
    };
    expect(await digests({ form: 'rows', pool: 2 })).toEqual([
      'a230cffa8c7c8352',
      'd3b5cafd9bf97330',
      '4a7ef8d6b1036dbe',
    ]);
    // Polarity and noise are drawn for each example by its place in the data.
    expect(await digests({ pool: 2, polarity: 'random', noise: { train: 0.1, test: 0.3 } })).toEqual([
      'a230cffa8c7c8352',
      '3643b50e812c7dfe',
      '413973b373fa83c7',
    ]);
  });

  it('keeps signs and noise with the example when the counts change', async () => {
    const fields = { polarity: 'random', noise: { train: 0.2, test: 0.2 }, pool: 2, trainCount: 100 };
    const small = await load({ ...fields, validationCount: 5, testCount: 5 });
    const large = await load({ ...fields, validationCount: 9, testCount: 9 });
    expect(rows(large.test).slice(0, 5)).toEqual(rows(small.test));
    // Standardised by the same training images, so equal to the bit.
    expect(rows(large.validation).slice(4)).toEqual(rows(small.validation));
  });
});
