import { describe, expect, it } from 'vitest';
import { sha256 } from '../sha256.ts';
import { copyMemory, copyMemoryConfig, memorylessCrossEntropy } from './copy-memory.ts';

const access = { cacheDir: '/nonexistent' };

async function load(fields: object) {
  return copyMemory.load(copyMemoryConfig.parse({ kind: 'copy-memory', ...fields }), access);
}

/** The symbol of each step, from the one-hot rows. */
function symbols(inputs: Float32Array): number[] {
  return Array.from({ length: inputs.length / 10 }, (_, step) => {
    const row = inputs.slice(step * 10, step * 10 + 10);
    expect([...row].sort()).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    return row.indexOf(1);
  });
}

describe('copy memory', () => {
  it.each([1, 2, 7, 50])('with delay %i shows ten symbols, T − 1 blanks and eleven nines', async (delay) => {
    const { train, time } = await load({ delay, trainCount: 3, validationCount: 1, testCount: 1 });
    expect(time).toBe(delay + 20);
    for (let i = 0; i < 3; i++) {
      const shown = symbols(train.inputs.slice(i * time * 10, (i + 1) * time * 10));
      const stored = shown.slice(0, 10);
      for (const symbol of stored) expect(symbol >= 1 && symbol <= 8).toBe(true);
      expect(shown.slice(10)).toEqual([...Array<number>(delay - 1).fill(0), ...Array<number>(11).fill(9)]);
      const target = [...train.targets.slice(i * time, (i + 1) * time)];
      expect(target).toEqual([...Array<number>(delay + 10).fill(0), ...stored]);
    }
  });

  it('uses the eight symbols evenly', async () => {
    const { train } = await load({ delay: 1, trainCount: 2000, validationCount: 1, testCount: 1 });
    const stored = train.targets.filter((target) => target !== 0);
    expect(stored).toHaveLength(20_000);
    for (let symbol = 1; symbol <= 8; symbol++) {
      // 2,500 expected, standard deviation 46.8.
      expect(Math.abs(stored.filter((target) => target === symbol).length - 2500)).toBeLessThan(235);
    }
  });

  it('states chance on the recalled steps, and the cross-entropy without memory', async () => {
    const { floors, target } = await load({ trainCount: 1, validationCount: 1, testCount: 1 });
    expect(target).toEqual({ kind: 'class-per-step', classes: 10, scoredSteps: 10 });
    expect(floors[0]?.score).toBe(0.125);
    // ln 8 = 2.0794415; 20.794415 / 120 = 0.1732868.
    expect(memorylessCrossEntropy(100)).toBeCloseTo(0.1732868, 7);
    expect(floors[0]?.note).toContain('0.1733');
  });

  it('draws splits from streams of their own, a smaller one a prefix of a larger', async () => {
    const small = await load({ delay: 3, trainCount: 5, validationCount: 5, testCount: 5 });
    const large = await load({ delay: 3, trainCount: 9, validationCount: 5, testCount: 5 });
    expect(large.train.targets.slice(0, 5 * 23)).toEqual(small.train.targets);
    expect(large.validation).toEqual(small.validation);
    expect(small.train.targets).not.toEqual(small.test.targets);
  });

  it('gives the same first batch as ever, or its version must be raised', async () => {
    const { train } = await load({ trainCount: 32, validationCount: 1, testCount: 1 });
    expect(sha256(new Uint8Array(train.inputs.buffer))).toBe(
      '6813ea4b6c6b160b4259904bf850439a4377890c9f3e891e0ba73cbafa48dcd2',
    );
    expect(sha256(new Uint8Array(train.targets.buffer))).toBe(
      'b9ae9ffaa5bd0bdc491bdfaf2fd6eab00be4d16f9b012d3bb1fbaa2f0da805c4',
    );
  });
});
