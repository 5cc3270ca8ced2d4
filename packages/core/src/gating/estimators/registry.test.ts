import { readdirSync } from 'node:fs';
import { createRng, exp, ln } from '@dsrnn/portable';
import { beforeAll, describe, expect, it } from 'vitest';
import { largestDifference, numbersOf, tensorsLeftBy, toyMode } from '../../../test/toys.ts';
import { useBackend } from '../../backends/backend.ts';
import type { Mode } from '../../mode.ts';
import { tf } from '../../tensor/tf.ts';
import { gradientsOfPeriod, type EstimatorDefinition } from './estimator.ts';
import type { MaskGradient } from './mask-gradient.ts';
import { estimatorConfig, estimatorDefinition, estimators } from './registry.ts';

beforeAll(() => useBackend('wasm'));

const sigmoid = (x: number): number => 1 / (1 + exp(-x));
const config = (kind: string, settings = {}): Record<string, unknown> =>
  estimatorConfig.parse({ kind, ...settings });

/** The mask of one row. */
function maskOf(kind: string, logits: readonly number[], k: number, mode: Mode, settings = {}): number[] {
  return tf.tidy(() =>
    numbersOf(estimatorDefinition(kind).mask(config(kind, settings), tf.tensor2d([[...logits]]), k, mode)),
  );
}

describe('the registry of estimators', () => {
  it('lists every estimator of its folder', async () => {
    const files = readdirSync(new URL('.', import.meta.url)).filter((name) => /^[a-z0-9-]+\.ts$/.test(name));
    const found: unknown[] = [];
    for (const file of files) {
      const exported = (await import(new URL(file, import.meta.url).href)) as Record<string, unknown>;
      found.push(...Object.values(exported).filter(isDefinition));
    }
    expect(found.length).toBeGreaterThan(0);
    for (const definition of found) expect(estimators).toContain(definition);
  });

  it('tells the known kinds when asked for another', () => {
    expect(() => estimatorDefinition('oracle')).toThrow(/unknown estimator "oracle"; known: top-k-ste, /);
  });
});

describe.each(
  estimators.map((estimator) => [estimator.kind, estimator as unknown as EstimatorDefinition] as const),
)('estimator %s', (kind, estimator) => {
  const logits = (): tf.Tensor2D => {
    const rng = createRng(1);
    return tf.tensor2d(
      Float32Array.from({ length: 24 }, () => rng.normal()),
      [3, 8],
    );
  };

  it('gives a mask of the shape of its logits, entries in [0, 1], and leaves nothing behind', () => {
    for (const training of [true, false]) {
      const left = tensorsLeftBy(() => {
        tf.tidy(() => {
          const mask = estimator.mask(config(kind), logits(), 3, toyMode(training));
          expect(mask.shape).toEqual([3, 8]);
          for (const entry of numbersOf(mask)) {
            expect(entry).toBeGreaterThanOrEqual(0);
            expect(entry).toBeLessThanOrEqual(1);
          }
        });
      });
      expect(left).toBe(0);
    }
  });

  it('keeps exactly k in each row, unless it meets its budget on average', () => {
    if (estimator.openShift !== undefined) return;
    tf.tidy(() => {
      for (const training of [true, false]) {
        const mask = estimator.mask(config(kind), logits(), 3, toyMode(training));
        expect(numbersOf(tf.sum(mask, 1))).toEqual([3, 3, 3]);
      }
    });
  });

  it('gives the same mask from the same stream', () => {
    const values = (): number[] =>
      tf.tidy(() => numbersOf(estimator.mask(config(kind), logits(), 3, toyMode())));
    expect(values()).toEqual(values());
  });

  it('gives some logits a gradient', () => {
    tf.tidy(() => {
      const gradient = tf.grad((l: tf.Tensor) =>
        tf.sum(estimator.mask(config(kind), l as tf.Tensor2D, 3, toyMode())),
      )(logits());
      expect(numbersOf(gradient).some((value) => value !== 0)).toBe(true);
    });
  });
});

describe('the periodic straight-through top-k', () => {
  const slopes = (kind: string, mode: Mode, settings = {}): number[] =>
    tf.tidy(() =>
      numbersOf(
        tf.grad((logits) =>
          tf.sum(estimatorDefinition(kind).mask(config(kind, settings), logits as tf.Tensor2D, 2, mode)),
        )(tf.tensor2d([[0.3, -0.2, 0.1, 0.05, -0.1]])),
      ),
    );
  const at = (step: number): number[] => slopes('periodic-ste', { ...toyMode(), step }, { every: 3 });

  it('is top-k-ste every so many steps and active-only in between, and where no step is taken', () => {
    const [all, active] = [slopes('top-k-ste', toyMode()), slopes('active-only', toyMode())];
    expect(all).not.toEqual(active);
    expect([0, 1, 2, 3, 4].map(at)).toEqual([all, active, active, all, active]);
    expect(slopes('periodic-ste', toyMode(), { every: 3 })).toEqual(active);
  });

  it('says what engines owe it in each step of a period', () => {
    const owed = (kind: string, settings = {}): MaskGradient[] =>
      gradientsOfPeriod(estimatorDefinition(kind), config(kind, settings));
    expect(owed('periodic-ste', { every: 3 })).toEqual(['all', 'active', 'active']);
    expect([owed('top-k-ste'), owed('active-only')]).toEqual([['all'], ['active']]);
  });
});

describe('the Gumbel top-k', () => {
  const logits = [0.3, 0.2, 0.1, 0, -0.1, -0.2];
  const plain = [1, 1, 0, 0, 0, 0];

  it('adds no noise in evaluation nor at the end of training', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { noise } = toyMode(true, seed);
      expect(maskOf('gumbel-top-k', logits, 2, { training: false, progress: 0, noise })).toEqual(plain);
      expect(maskOf('gumbel-top-k', logits, 2, { training: true, progress: 1, noise })).toEqual(plain);
    }
  });

  it('changes the choice in training, less and less', () => {
    const changed = (progress: number): number => {
      let count = 0;
      for (let seed = 1; seed <= 60; seed++) {
        const mode = { training: true, progress, noise: createRng(seed) };
        if (maskOf('gumbel-top-k', logits, 2, mode).join() !== plain.join()) count += 1;
      }
      return count;
    };
    expect(changed(0)).toBeGreaterThan(30);
    expect(changed(0.98)).toBeLessThan(changed(0));
  });

  it('picks the larger of two logits with the probability of a logistic difference', () => {
    // l₁ − l₂ + (L₁ − L₂) > 0, where L are logistic. For difference d: 1 − (1 + (d − 1) eᵈ)/(eᵈ − 1)².
    const d = 1;
    const e = exp(d);
    const expected = 1 - (1 + (d - 1) * e) / (e - 1) ** 2;
    let hits = 0;
    const noise = createRng(1).fork('n');
    const n = 3000;
    for (let i = 0; i < n; i++) {
      hits += maskOf('gumbel-top-k', [d, 0], 1, { training: true, progress: 0, noise })[0] as number;
    }
    expect(Math.abs(hits / n - expected)).toBeLessThan(5 * Math.sqrt(0.25 / n));
  });
});

describe('the hard-concrete gates', () => {
  const logits = [-4, -1, 0, 0.5, 2, 4];

  it('at test time are the stretched and clipped sigmoid', () => {
    const expected = logits.map((l) => Math.min(1, Math.max(0, sigmoid(l) * 1.2 - 0.1)));
    const actual = maskOf('hard-concrete', logits, 3, toyMode(false));
    expect(largestDifference(actual, expected)).toBeLessThan(1e-6);
    expect(actual[0]).toBe(0); // σ(−4) = 0.018 < 0.1/1.2
    expect(actual[5]).toBe(1);
  });

  it('in training are σ((l + ln u − ln(1 − u))/β), stretched and clipped, for the drawn u', () => {
    const rng = toyMode().noise;
    const expected = logits.map((l) => {
      const u = 1e-6 + (1 - 2e-6) * rng.uniform();
      const s = sigmoid((l + ln(u) - ln(1 - u)) / (2 / 3));
      return Math.min(1, Math.max(0, s * 1.2 - 0.1));
    });
    expect(largestDifference(maskOf('hard-concrete', logits, 3, toyMode()), expected)).toBeLessThan(1e-6);
  });

  it('open with probability σ(l − β ln(−γ/ζ))', () => {
    expect(estimatorDefinition('hard-concrete').openShift).toBeCloseTo((2 / 3) * Math.log(0.1 / 1.1), 10);
  });

  it('are open as often as expected', () => {
    const noise = createRng(8).fork('n');
    const n = 2000;
    const open = logits.map(() => 0);
    for (let i = 0; i < n; i++) {
      maskOf('hard-concrete', logits, 3, { training: true, progress: 0, noise }).forEach((z, j) => {
        if (z > 0) open[j] = (open[j] as number) + 1;
      });
    }
    logits.forEach((l, j) => {
      const p = sigmoid(l - (2 / 3) * Math.log(0.1 / 1.1));
      expect(Math.abs((open[j] as number) / n - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / n) + 1e-3);
    });
  });
});

function isDefinition(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'mask' in value && 'kind' in value;
}
