import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { partOf } from '../../test/part-of.ts';
import { earthOrientationSource, readEarthOrientation } from '../sources/earth-orientation.ts';
import { sourceState } from '../sources/read-source.ts';
import { earthOrientationHorizons, earthOrientationHorizonsConfig } from './earth-orientation-horizons.ts';

const kind = 'earth-orientation-horizons';
const state = await sourceState(earthOrientationSource, { cacheDir: '/nonexistent' });

describe("the config of the horizons of the Earth's orientation", () => {
  const problem = (fields: object) =>
    earthOrientationHorizonsConfig.safeParse({ kind, ...fields }).error?.issues[0];

  it('refuses more tasks than there are pairs of a channel and a horizon', () => {
    expect(problem({ tasks: 15 })).toBeUndefined();
    expect(problem({ tasks: 5, first: 12 })).toMatchObject({
      path: ['tasks'],
      message: expect.stringMatching(/there are 15 pairs of .* at most 3: lower tasks or first/) as string,
    });
    expect(problem({ tasks: 4, horizons: [3] })).toMatchObject({ path: ['tasks'] });
    expect(problem({ horizons: [3, 5, 3] })).toMatchObject({ path: ['horizons'] });
    // A gap and a window of 1,112 days just fit into the validation block of 2,225.
    expect(problem({ length: 1072 })).toBeUndefined();
    expect(problem({ length: 1073 })).toMatchObject({ path: ['length'] });
  });
});

describe.runIf(state !== 'unavailable')(`the horizons of the Earth's orientation (${state})`, () => {
  const load = async (fields: object) =>
    earthOrientationHorizons.load(earthOrientationHorizonsConfig.parse({ kind, ...fields }), {
      cacheDir: temporaryFolder(),
    });

  it('ask for one channel at one horizon, of the same days in all tasks', async () => {
    const dataset = await load({
      tasks: 4,
      first: 1,
      horizons: [2, 6],
      length: 4,
      stride: 50,
      identity: 'none',
    });
    expect(dataset.partNames).toEqual(['y-2', 'lod-2', 'x-6', 'y-6']);
    const days = await readEarthOrientation({ cacheDir: temporaryFolder() });
    // Blocks: days 0 to 15,562 (15,573 less a gap of 10), from 15,573 and from 17,798. Last days seen: start + 3.
    const pairs = [
      [1, 2],
      [2, 2],
      [0, 6],
      [1, 6],
    ] as const;
    const starts = { train: 0, validation: 15_573, test: 17_798 } as const;
    pairs.forEach(([channel, horizon], part) => {
      const raw = (day: number): number => days[3 * day + channel]!;
      const { count, targets: training } = partOf(dataset, 'train', part, 0);
      expect(count).toBe(312); // floor((15,563 − 10) / 50) + 1
      const answers = Array.from({ length: count }, (_, i) => raw(50 * i + 3 + horizon));
      const mean = answers.reduce((sum, value) => sum + value) / count;
      const sd = Math.sqrt(answers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count);
      answers.forEach((answer, i) => expect(training[i]).toBeCloseTo((answer - mean) / sd, 4));
      for (const split of ['validation', 'test'] as const) {
        const { targets } = partOf(dataset, split, part, 0);
        expect(targets[1]).toBeCloseTo((raw(starts[split] + 50 + 3 + horizon) - mean) / sd, 4);
      }
    });
    const [first, ...others] = [0, 1, 2, 3].map((part) => partOf(dataset, 'train', part, 0).inputs);
    for (const inputs of others) expect(inputs).toEqual(first);
  });

  it('are harder the further ahead', async () => {
    const scores = await Promise.all(
      [0, 3, 6, 9, 12].map(async (first) => (await load({ tasks: 3, first })).floors[2]!.score),
    );
    expect(scores).toEqual([...scores].sort((a, b) => a - b));
    expect(scores[4]! / scores[0]!).toBeGreaterThan(20);
  });
});
