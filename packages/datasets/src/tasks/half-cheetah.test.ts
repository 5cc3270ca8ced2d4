import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { makeNpy } from '../../test/make-npy.ts';
import { parseTrace } from '../sources/half-cheetah.ts';
import { halfCheetah, halfCheetahConfig, rolloutDataset } from './half-cheetah.ts';

/** Observation d of step t of rollout r is 32 r + t / 32 + d / 1024, exact in float32. */
const rollouts = Array.from({ length: 25 }, (_, r) =>
  Float32Array.from({ length: 17_000 }, (_, k) => 32 * r + Math.floor(k / 17) / 32 + (k % 17) / 1024),
);
const parse = (fields: object = {}) => halfCheetahConfig.parse({ kind: 'half-cheetah', ...fields });
const rolloutOf = (value: number): number => Math.floor(value / 32);
const stepOf = (value: number): number => Math.floor((value % 32) * 32);

describe('the HalfCheetah task', () => {
  const { train, validation, test } = rolloutDataset(parse(), rollouts);

  it("has the authors' 97 windows a rollout, of whole rollouts in each split", () => {
    expect([train.count, validation.count, test.count]).toEqual([970, 485, 970]);
    const seen = (inputs: Float32Array): number[] => [...new Set(Array.from(inputs, rolloutOf))];
    expect(seen(validation.inputs)).toEqual([0, 1, 2, 3, 4]);
    expect(seen(test.inputs)).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    expect(seen(train.inputs)).toEqual([15, 16, 17, 18, 19, 20, 21, 22, 23, 24]);
  });

  it('asks at each step for the observations of the next one', () => {
    expect(train.targets).toHaveLength(970 * 32 * 17);
    train.inputs.forEach((value, k) => {
      if (train.targets[k] !== value + 1 / 32) throw new Error(`target ${k} is not one step after its input`);
    });
  });

  it('starts a window every 10 steps, the last at 960', () => {
    const starts = Array.from({ length: 97 }, (_, i) => stepOf(validation.inputs[i * 32 * 17]!));
    expect(starts).toEqual(Array.from({ length: 97 }, (_, i) => 10 * i));
  });

  it('has the shape it says, for any length and stride', () => {
    const config = parse({ length: 998, stride: 1000 });
    const { inputs, targets, count } = rolloutDataset(config, rollouts).validation;
    const { time, features, target } = halfCheetah.shape(config);
    expect(count).toBe(5);
    expect(inputs).toHaveLength(5 * time * features);
    expect(target).toEqual({ kind: 'value-per-step', size: targets.length / (5 * time) });
    expect(halfCheetahConfig.safeParse({ kind: 'half-cheetah', length: 999 }).success).toBe(false);
  });

  it('has floors in raw units: one step moves every observation by 1/32', () => {
    const { floors } = rolloutDataset(parse({ stride: 200 }), rollouts);
    expect(floors.map(({ name }) => name)).toEqual(['training mean', 'persistence', 'linear']);
    expect(floors[1]?.score).toBe(1 / 1024);
    expect(floors[0]!.score).toBeGreaterThan(1000);
  });

  it('names the command when the traces are not there', async () => {
    await expect(halfCheetah.load(parse(), { cacheDir: temporaryFolder() })).rejects.toThrow(
      /HalfCheetah traces .* not on this machine; run `dsrnn data fetch half-cheetah`/,
    );
  });
});

describe('a trace file', () => {
  it('is a matrix of 1,000 x 17, in float32 afterwards', () => {
    const rows = Array.from({ length: 1000 }, (_, t) => Array.from({ length: 17 }, (_, d) => t + d / 10));
    const trace = parseTrace('trace.npy', makeNpy(rows));
    expect(trace).toHaveLength(17_000);
    expect(trace[17 * 3 + 2]).toBe(Math.fround(3.2));
    expect(() => parseTrace('trace.npy', makeNpy(rows.slice(1)))).toThrow(
      /trace.npy: expected a matrix of 1000 x 17, found 999 x 17/,
    );
  });
});
