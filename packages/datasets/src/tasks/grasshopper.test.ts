import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import type { Examples } from '../dataset.ts';
import { grasshopperSource, readGrasshopper } from '../sources/grasshopper.ts';
import { sourceState } from '../sources/read-source.ts';
import { binFeatures, grasshopper, grasshopperConfig } from './grasshopper.ts';

const state = await sourceState(grasshopperSource, { cacheDir: '/nonexistent' });

async function load(fields: object = {}) {
  const config = grasshopperConfig.parse({ kind: 'grasshopper', ...fields });
  return grasshopper.load(config, { cacheDir: temporaryFolder() });
}

const targets = (split: Examples, i: number, length: number): number[] => [
  ...split.targets.subarray(i * length, (i + 1) * length),
];

describe('the features of a bin', () => {
  it('are mean, maximum and rise, by hand', () => {
    const envelope = Float32Array.from({ length: 40 }, (_, i) => (i < 20 ? i : i === 30 ? 20 : 0));
    expect([...binFeatures({ envelope })]).toEqual([9.5, 19, 19, 1, 20, 0]);
  });
});

describe('the config of the spikes', () => {
  it('refuses a warm-up that leaves nothing to score, and windows beyond the shortest block', () => {
    const parse = (fields: object) => grasshopperConfig.safeParse({ kind: 'grasshopper', ...fields });
    expect(parse({ length: 30 }).error?.issues[0]).toMatchObject({
      path: ['warmUp'],
      message: '30 of 30 steps leave none to score; use at most length − 1 = 29',
    });
    expect(parse({ length: 31 }).success).toBe(true);
    expect(parse({ length: 901 }).success).toBe(false);
  });
});

describe.runIf(state === 'available from Debian')(`the spikes (${state})`, () => {
  it('come from their blocks, and every test bin after the first warm-up is scored once', async () => {
    const { train, validation, test } = await load();
    const [{ spikes }] = await readGrasshopper({ cacheDir: temporaryFolder() });
    // Blocks of 6,900, 900 and 2,000 bins; windows of 100, 10 or 70 apart.
    expect([train.count, validation.count, test.count]).toEqual([681, 12, 28]);
    expect(targets(train, 680, 100)).toEqual([...spikes.subarray(6800, 6900)]);
    expect(targets(validation, 0, 100)).toEqual([...spikes.subarray(7000, 7100)]);
    const scored = Array.from({ length: 28 }, (_, i) => targets(test, i, 100).slice(30)).flat();
    expect(scored).toEqual([...spikes.subarray(8030, 8030 + 28 * 70)]);
  });

  it('show only the spike before, and only if asked to', async () => {
    const { train, features } = await load({ history: true });
    expect(features).toBe(4);
    for (let step = 1; step < 100; step++) {
      expect(train.inputs[step * 4 + 3]).toBe(train.targets[step - 1]);
    }
    const plain = await load();
    expect(plain.features).toBe(3);
    expect([...plain.train.inputs.subarray(30, 33)]).toEqual([...train.inputs.subarray(40, 43)]);
  });

  it('can be split by recording', async () => {
    const { train, validation, test } = await load({ split: 'recordings' });
    const [first, second] = await readGrasshopper({ cacheDir: temporaryFolder() });
    expect([train.count, validation.count, test.count]).toEqual([881, 13, 142]);
    expect(targets(validation, 0, 100)).toEqual([...first.spikes.subarray(9000, 9100)]);
    expect(targets(test, 1, 100)).toEqual([...second.spikes.subarray(70, 170)]);
  });

  it.each([
    [{}, 0.8],
    [{ split: 'recordings' }, 0.65],
    [{ history: true, length: 40, warmUp: 0, stride: 7 }, 0.55],
  ])('have the shape they announce with %j, and a linear floor above %d', async (fields, least) => {
    const { train, floors, ...dataset } = await load(fields);
    const shape = grasshopper.shape(grasshopperConfig.parse({ kind: 'grasshopper', ...fields }));
    expect(dataset).toMatchObject(shape);
    expect(train.inputs).toHaveLength(train.count * shape.time * shape.features);
    expect(train.targets).toHaveLength(train.count * shape.time);
    expect(floors[0]?.score).toBe(0.5);
    expect(floors[1]?.score).toBeGreaterThan(least);
  });

  it('are standardised by the training block', async () => {
    // Stride 100 and length 100: each of the 6,900 bins once.
    const { train } = await load({ stride: 100 });
    for (let feature = 0; feature < 3; feature++) {
      const column = train.inputs.filter((_, k) => k % 3 === feature);
      expect(column.reduce((sum, value) => sum + value, 0) / column.length).toBeCloseTo(0, 5);
      expect(column.reduce((sum, value) => sum + value * value, 0) / column.length).toBeCloseTo(1, 5);
    }
  });
});
