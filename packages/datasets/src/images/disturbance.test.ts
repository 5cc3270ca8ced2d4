import { createRng } from '@dsrnn/portable';
import { describe, expect, it } from 'vitest';
import { disturb, disturbOnce, disturbs } from './disturbance.ts';

const signs = { randomSigns: true, noiseSd: 0 };
const noise = (noiseSd: number) => ({ randomSigns: false, noiseSd });

/** 1, 2, 3 … */
const counting = (length: number) => Float32Array.from({ length }, (_, i) => i + 1);

describe('a disturbance', () => {
  it('gives all numbers of a step one sign, and every step its own', () => {
    const inputs = counting(4000 * 3);
    disturb(inputs, 3, signs, createRng(1));
    let negative = 0;
    let changes = 0;
    for (let t = 0; t < 4000; t++) {
      const sign = Math.sign(inputs[t * 3]!);
      const expected = [1, 2, 3].map((k) => sign * (t * 3 + k));
      expect([...inputs.subarray(t * 3, t * 3 + 3)]).toEqual(expected);
      if (sign < 0) negative += 1;
      if (t > 0 && sign !== Math.sign(inputs[t * 3 - 1]!)) changes += 1;
    }
    // 2,000 of each expected; the standard deviation of a binomial count of 4,000 is 31.6.
    expect(Math.abs(negative - 2000)).toBeLessThan(5 * 31.6);
    expect(Math.abs(changes - 2000)).toBeLessThan(5 * 31.6);
  });

  it('adds noise of mean 0 and the standard deviation asked for', () => {
    const inputs = new Float32Array(20_000).fill(3);
    disturb(inputs, 4, noise(0.5), createRng(1));
    const mean = inputs.reduce((sum, x) => sum + x, 0) / 20_000;
    const variance = inputs.reduce((sum, x) => sum + (x - 3) ** 2, 0) / 20_000;
    // Standard errors: 0.5 / √20,000 = 0.0035 of the mean, 0.25 √(2 / 20,000) = 0.0025 of the variance.
    expect(Math.abs(mean - 3)).toBeLessThan(5 * 0.0035);
    expect(Math.abs(variance - 0.25)).toBeLessThan(5 * 0.0025);
  });

  it('is fresh at every call with the same stream', () => {
    const rng = createRng(1);
    const [one, two] = [counting(60), counting(60)];
    disturb(one, 2, { randomSigns: true, noiseSd: 0.1 }, rng);
    disturb(two, 2, { randomSigns: true, noiseSd: 0.1 }, rng);
    expect(one).not.toEqual(two);
  });

  it('draws nothing that it does not need', () => {
    const rng = createRng(1);
    const inputs = counting(6);
    disturb(inputs, 2, { randomSigns: false, noiseSd: 0 }, rng);
    expect(inputs).toEqual(counting(6));
    expect(rng.uint32()).toBe(createRng(1).uint32());
    expect([signs, noise(0), noise(1)].map(disturbs)).toEqual([true, false, true]);
  });
});

describe('a disturbance made once', () => {
  const make = (ids: readonly number[], disturbance = noise(1)) => {
    const examples = {
      count: ids.length,
      inputs: new Float32Array(ids.length * 6),
      targets: new Int32Array(),
    };
    disturbOnce(examples, Int32Array.from(ids), 2, disturbance, createRng(7));
    return ids.map((_, i) => [...examples.inputs.subarray(i * 6, (i + 1) * 6)]);
  };

  it('stays with an example wherever it stands in the split', () => {
    const [a, b, c] = make([4, 9, 2]);
    expect(make([2, 4])).toEqual([c, a]);
    expect(a).not.toEqual(b);
  });

  it('scales with the standard deviation, so that levels differ in strength alone', () => {
    const half = make([4], noise(0.5))[0]!;
    expect(half.map((x) => 2 * x)).toEqual(make([4])[0]);
  });
});
