import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose, onArrays } from '../test/arrays.ts';
import { differences, dot, logistic } from '../test/differences.ts';
import { numbers } from '../test/numbers.ts';
import { NONE } from './arena/pointer.ts';
import { loadKernels, type Kernels } from './kernels.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

const sizes = [0, 1, 2, 3, 4, 5, 9, 32, 33];

describe('straight-through slopes', () => {
  it.each(sizes)('are those of a sigmoid around the threshold, %i scores a row', (n) => {
    const rows = 3;
    const scores = numbers(1, rows * n, 2);
    const threshold = numbers(2, rows);
    const mask = scores.map((score) => (score > 0 ? 1 : 0));
    for (const centred of [true, false]) {
      for (const activeOnly of [true, false]) {
        const soft = (x: Float64Array): number =>
          dot(
            x.map((score, i) => {
              const centre = centred ? threshold[Math.floor(i / n)]! : 0;
              return logistic((score - centre) * 1.7);
            }),
            mask.map((m) => (activeOnly ? m : 1)),
          );
        const { after } = onArrays(
          kernels,
          { scores, threshold, mask, slope: new Float32Array(rows * n) },
          (p) => {
            kernels.run.straightThrough(rows, n, p.scores, centred ? p.threshold : NONE, p.mask, 1.7, Number(activeOnly), p.slope); // prettier-ignore
          },
        );
        expectClose(after.slope, differences(soft, scores), 5e-7);
      }
    }
  });
});

describe('hard-concrete masks', () => {
  const value = (logit: number, noise: number | undefined): number => {
    const s = logistic(noise === undefined ? logit : (logit + noise) / (2 / 3));
    return Math.min(1, Math.max(0, s * (1.1 - -0.1) + -0.1));
  };
  const run = (logits: Float32Array, noise: Float32Array | undefined, wantSlope = true) => {
    const count = logits.length;
    const rest = { mask: new Float32Array(count), slope: new Float32Array(count).fill(8) };
    return onArrays(kernels, { logits, noise: noise ?? new Float32Array(1), ...rest }, (p) => {
      kernels.run.hardConcrete(count, p.logits, noise ? p.noise : NONE, p.mask, wantSlope ? p.slope : NONE);
    }).after;
  };

  it.each(sizes)('stretch, clip and slope as the equations say: %i logits', (count) => {
    const logits = numbers(3, count, 4);
    const noise = numbers(4, count, 3);
    for (const drawn of [noise, undefined]) {
      const { mask, slope } = run(logits, drawn);
      const expected = logits.map((logit, i) => value(logit, drawn?.[i]));
      expectClose(mask, expected, 4e-7);
      const slopes = logits.map((logit, i) => differences(([x]) => value(x!, drawn?.[i]), [logit], 1e-6)[0]!);
      expectClose(slope, slopes, 1e-6);
    }
  });

  it('are exactly 0 and 1 without slope beyond the clip, and NaN for NaN', () => {
    const { mask, slope } = run(Float32Array.of(-3, 3, 100, -Infinity, NaN), undefined);
    expect([...mask]).toEqual([0, 1, 1, 0, NaN]);
    expect([...slope]).toEqual([0, 0, 0, 0, 0]);
  });

  it('leave the slope alone where it is not wanted', () => {
    expect([...run(Float32Array.of(0, 1), undefined, false).slope]).toEqual([8, 8]);
  });
});
