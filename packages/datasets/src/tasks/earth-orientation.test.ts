import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { sha256 } from '../sha256.ts';
import { earthOrientationSource, readEarthOrientation } from '../sources/earth-orientation.ts';
import { sourceState } from '../sources/read-source.ts';
import { meanSquaredError } from '../value-floors.ts';
import { earthOrientation, earthOrientationConfig } from './earth-orientation.ts';

const state = await sourceState(earthOrientationSource, { cacheDir: '/nonexistent' });

async function load(fields: object = {}) {
  const config = earthOrientationConfig.parse({ kind: 'earth-orientation', ...fields });
  return earthOrientation.load(config, { cacheDir: temporaryFolder() });
}

describe("the config of the Earth's orientation", () => {
  it('refuses windows that do not fit twice into the validation block', () => {
    // 10 % of 22,248 days: days 15,573 to 17,797, 2,225 in all; a gap and a window of 1,112 just fit.
    const parse = (length: number) =>
      earthOrientationConfig.safeParse({ kind: 'earth-orientation', length, horizon: 12 });
    expect(parse(1100).success).toBe(true);
    expect(parse(1101).error?.issues[0]).toMatchObject({
      path: ['length'],
      message: expect.stringMatching(
        /length and horizon make a window of 1113 days, .* at most 1112; lower one/,
      ) as string,
    });
  });
});

describe.runIf(state === 'available from Debian')(`the Earth's orientation (${state})`, () => {
  it('takes its windows and targets from the right days', async () => {
    const length = 4;
    const { train, test, validation } = await load({ length, horizon: 3, stride: 5 });
    const days = await readEarthOrientation({ cacheDir: temporaryFolder() });
    // The training block has days 0 to 15,565: 70 % are 15,573, less a gap of 7.
    const column = Array.from(days.subarray(0, 15_566 * 3)).filter((_, k) => k % 3 === 0);
    const mean = column.reduce((sum, value) => sum + value) / column.length;
    const sd = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length);
    const x = (day: number) => (days[day * 3]! - mean) / sd;
    // Second training window: days 5 to 8, target day 11.
    for (let t = 0; t < 4; t++) expect(train.inputs[(length + t) * 3]).toBeCloseTo(x(5 + t), 5);
    expect(train.targets[3]).toBeCloseTo(x(11), 5);
    // Validation starts at day 15,573, the test at 17,798.
    expect(validation.inputs[0]).toBeCloseTo(x(15_573), 5);
    expect(test.inputs[0]).toBeCloseTo(x(17_798), 5);
    // Spans of 7 days, 5 apart, in blocks of 15,566, 2,218 and 4,450 days.
    expect([train.count, validation.count, test.count]).toEqual([3112, 443, 889]);
  });

  it('has the shape it announces, standardised targets, and floors in the right order', async () => {
    const { train, floors, ...dataset } = await load();
    const shape = earthOrientation.shape(earthOrientationConfig.parse({ kind: 'earth-orientation' }));
    expect(dataset).toMatchObject(shape);
    expect(train.inputs).toHaveLength(train.count * 40 * 3);
    expect(train.targets).toHaveLength(train.count * 3);
    const square = meanSquaredError(new Float32Array(train.targets.length), train.targets);
    expect(square).toBeGreaterThan(0.98);
    expect(square).toBeLessThan(1.02);
    const [constant, persistence, ridge] = floors.map((floor) => floor.score);
    expect(constant).toBeGreaterThan(1);
    expect(persistence).toBeLessThan(0.1);
    expect(ridge! / persistence!).toBeLessThan(0.3);
  });

  it('gives the same bits each time', async () => {
    const [first, again] = [await load(), await load()];
    for (const split of ['train', 'validation', 'test'] as const) {
      const digests = [first, again].map((dataset) => sha256(new Uint8Array(dataset[split].inputs.buffer)));
      expect(digests[0]).toBe(digests[1]);
    }
    expect(again.floors).toEqual(first.floors);
  });
});
