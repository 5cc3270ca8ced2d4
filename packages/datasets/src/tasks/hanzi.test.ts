import { temporaryFolder } from '@dsrnn/portable/testing';
import { describe, expect, it } from 'vitest';
import type { Examples } from '../dataset.ts';
import { HANZI_RADICALS } from '../sources/hanzi.ts';
import { hanzi, hanziConfig } from './hanzi.ts';

const parse = (fields: object) => hanziConfig.parse({ kind: 'hanzi', ...fields });

const cacheDir = temporaryFolder(); // one for all tests: the first load reads thousands of files

const load = (fields: object) => hanzi.load(parse(fields), { cacheDir });

function sequences({ count, inputs }: Examples): string[] {
  const size = inputs.length / count;
  return Array.from({ length: count }, (_, i) => inputs.slice(i * size, (i + 1) * size).join());
}

const ofClass = ({ targets }: Examples, label: number) => targets.filter((t) => t === label).length;

describe('the radical task', () => {
  it('uses every character once, and every class in proportion', async () => {
    const { train, validation, test, floors, ...rest } = await load({ length: 151 });
    expect(rest).toEqual(hanzi.shape(parse({ length: 151 })));
    expect([train.count, validation.count, test.count]).toEqual([3647, 521, 1042]);
    // No two of the 5,210 trajectories are equal, so that many different ones means each exactly once.
    expect(new Set([train, validation, test].flatMap(sequences)).size).toBe(5210);
    for (const [label, [, size]] of HANZI_RADICALS.entries()) {
      expect([train, validation, test].reduce((sum, split) => sum + ofClass(split, label), 0)).toBe(size);
      expect(Math.abs(ofClass(test, label) - size / 5)).toBeLessThanOrEqual(1);
    }
    expect(floors[0]?.score).toBeCloseTo(ofClass(test, 0) / 1042, 12);
    expect(floors[2]?.score).toBeGreaterThan(0.55);
  });

  it('divides the movements by their root mean square in training, and leaves pen and padding alone', async () => {
    const { train, test } = await load({});
    for (const [{ inputs }, tolerance] of [
      [train, 1e-5],
      [test, 0.05],
    ] as const) {
      let squares = 0;
      let steps = 0;
      for (let i = 0; i < inputs.length; i += 3) {
        const [dx, dy, pen] = inputs.subarray(i, i + 3);
        if (dx === 0 && dy === 0 && pen === 0) continue;
        expect(pen === 0 || pen === 1).toBe(true);
        squares += dx! * dx! + dy! * dy!;
        steps += 1;
      }
      expect(Math.abs(squares / (2 * steps) - 1)).toBeLessThan(tolerance);
    }
  });

  it('pads at the front only: after the first stroke start every step moves or lifts the pen', async () => {
    const { train } = await load({ classes: 3 });
    let padded = 0;
    for (let i = 0; i < train.count; i++) {
      const sequence = train.inputs.subarray(i * 192, (i + 1) * 192);
      const first = sequence.findIndex((value) => value !== 0);
      padded += first >= 3 ? 1 : 0;
      const start = first - (first % 3);
      expect(sequence[start + 2]).toBe(1);
      for (let k = start; k < 192; k += 3) {
        expect(sequence.subarray(k, k + 3).some((value) => value !== 0)).toBe(true);
      }
    }
    expect(padded).toBeGreaterThan(100);
  });

  it('keeps test characters whatever the training count, and draws others with another seed', async () => {
    const base = { classes: 4, trainCount: 100, validationCount: 20, testCount: 60 };
    const small = await load(base);
    const large = await load({ ...base, trainCount: 900 });
    const other = await load({ ...base, splitSeed: 2 });
    expect(large.test.targets).toEqual(small.test.targets);
    // The scale differs with the training split; the order of positions of zeros does not.
    const zeros = ({ inputs }: Examples) => inputs.map((value) => (value === 0 ? 1 : 0)).join('');
    expect(zeros(large.test)).toBe(zeros(small.test));
    expect(zeros(other.test)).not.toBe(zeros(small.test));
    expect(await load(base)).toEqual(small);
  });
});

describe('a config of the radical task', () => {
  it('knows its shape without data', () => {
    expect(hanzi.shape(parse({ classes: 5, length: 40 }))).toEqual({
      ...{ time: 40, features: 3, metric: 'accuracy' },
      target: { kind: 'class', classes: 5 },
    });
  });

  it('is refused when it asks for more than its classes have', () => {
    // 484 + 425 characters: 181 for the test, 728 for training and validation.
    expect(() => parse({ classes: 2, trainCount: 700, validationCount: 29 })).toThrow(
      /700 training \+ 29 validation characters asked for, but with 2 classes there are 728 for both/,
    );
    expect(() => parse({ classes: 2, trainCount: 700, validationCount: 28 })).not.toThrow();
    expect(() => parse({ classes: 2, testCount: 182 })).toThrow(/182 characters asked for.*181; lower it/);
    expect(() => parse({ classes: 1 })).toThrow();
  });

  it('is refused when a class stays without examples', async () => {
    await expect(load({ trainCount: 10 })).rejects.toThrow(/task.trainCount: 10 examples leave class/);
    await expect(load({ testCount: 10 })).rejects.toThrow(/task.testCount: 10 examples leave class/);
  });
});
