import { cosPi, createRng } from '@dsrnn/portable';
import { describe, expect, it } from 'vitest';
import { partOf } from '../../test/part-of.ts';
import { drawSinusoid, sinusoids, sinusoidsConfig } from './sinusoids.ts';

async function load(fields: object = {}) {
  const small = { trainPerTask: 40, validationPerTask: 5, testPerTask: 6 };
  const config = sinusoidsConfig.parse({ kind: 'sinusoids', ...small, ...fields });
  return sinusoids.load(config, { cacheDir: '/nonexistent' });
}

describe('the sinusoids', () => {
  it('lie on the function of their task, up to mean and scale', async () => {
    const { train, time } = await load({ tasks: 2, noise: 0, identity: 'none', dataSeed: 4 });
    for (const part of [0, 1]) {
      const { amplitude, frequency, phase } = drawSinusoid(
        createRng(4).fork('sinusoids').fork(String(part)).fork('parameters'),
      );
      const steps = Array.from({ length: 40 * time }, (_, k) => part * 40 * time + k);
      const y = steps.map(
        (k) => amplitude * cosPi(frequency * (train.inputs[2 * k]! + 1) + phase), // p = (x + 1) / 2
      );
      const mean = y.reduce((sum, value) => sum + value) / y.length;
      const sd = Math.sqrt(y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / y.length);
      steps.forEach((k, i) => expect(train.targets[k]).toBeCloseTo((y[i]! - mean) / sd, 4));
    }
  });

  it('run over half of the positions, evenly, and start in the first half', async () => {
    const { train } = await load({ tasks: 1, identity: 'none', feedback: false, length: 5 });
    for (let i = 0; i < 40; i++) {
      const x = train.inputs.subarray(i * 5, (i + 1) * 5);
      expect(x[0]! >= -1 && x[0]! <= 0).toBe(true);
      for (let t = 1; t < 5; t++) expect(x[t]! - x[t - 1]!).toBeCloseTo(0.25, 6);
    }
  });

  it('have noise of the given size around the function', async () => {
    const noise = 0.5;
    const fields = { tasks: 1, identity: 'none', trainPerTask: 2000 };
    const [clean, noisy] = [await load({ ...fields, noise: 0 }), await load({ ...fields, noise })];
    const { amplitude } = drawSinusoid(createRng(1).fork('sinusoids').fork('0').fork('parameters'));
    // Correlation of clean and noisy targets, squared: share of the variance that is not noise.
    const covariance = Array.from(clean.train.targets).reduce(
      (sum, y, k) => sum + y * noisy.train.targets[k]!,
      0,
    );
    const share = (covariance / clean.train.targets.length) ** 2;
    expect(share).toBeCloseTo(1 / (1 + noise ** 2 / (amplitude ** 2 / 2)), 1);
  });

  it('are the same task whatever else is asked for', async () => {
    const many = await load({ tasks: 5 });
    const one = await load({ tasks: 1, first: 3, identity: 'none' });
    expect(one.partNames).toEqual(['sinusoid-3']);
    for (const split of ['train', 'validation', 'test'] as const) {
      expect(partOf(many, split, 3, 5)).toEqual(partOf(one, split, 0, 0));
      expect(partOf(many, split, 2, 5).inputs).not.toEqual(partOf(one, split, 0, 0).inputs);
    }
  });
});
