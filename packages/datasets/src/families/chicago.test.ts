import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { partOf } from '../../test/part-of.ts';
import { CHICAGO_DAYS, readChicago } from '../sources/chicago.ts';
import { chicago, chicagoConfig } from './chicago.ts';

const load = async (fields: object) =>
  chicago.load(chicagoConfig.parse({ kind: 'chicago', ...fields }), { cacheDir: temporaryFolder() });

describe("the config of the rides on the Chicago 'L'", () => {
  const problem = (fields: object) =>
    chicagoConfig.safeParse({ kind: 'chicago', ...fields }).error?.issues[0];

  it('refuses more stations than there are, and says how many', () => {
    expect(problem({ tasks: 20 })).toBeUndefined();
    expect(problem({ tasks: 21 })).toMatchObject({
      path: ['tasks'],
      message: expect.stringMatching(/there are 20 stations; at most 20: lower tasks/) as string,
    });
    expect(problem({ first: 20 })).toMatchObject({ path: ['first'] });
    expect(problem({ length: 285 })).toMatchObject({ path: ['length'] });
  });
});

describe("the rides on the Chicago 'L'", () => {
  it('take windows, weekdays and targets from the right days of the right station', async () => {
    const fields = { length: 9, horizon: 2, stride: 4, tasks: 2, first: 5, identity: 'none' };
    const dataset = await load(fields);
    expect(dataset.partNames).toEqual(['Western', 'Clark_Lake']);
    const counts = await readChicago({ cacheDir: temporaryFolder() });
    const rides = Array.from(counts.subarray(6 * CHICAGO_DAYS, 7 * CHICAGO_DAYS));
    // Training block: days 0 to 3,976, 70 % less a gap of 11. Spans of 11 days, 4 apart.
    const block = rides.slice(0, 3977);
    const mean = block.reduce((sum, value) => sum + value) / block.length;
    const sd = Math.sqrt(block.reduce((sum, value) => sum + (value - mean) ** 2, 0) / block.length);
    const { count, inputs, targets } = partOf(dataset, 'train', 1, 0);
    expect(count).toBe(992); // floor((3977 − 11) / 4) + 1
    for (const window of [0, 1, 500, 991]) {
      for (let t = 0; t < 9; t++) {
        const day = 4 * window + t;
        const [ride, cos, sin] = inputs.subarray((window * 9 + t) * 3, (window * 9 + t + 1) * 3);
        expect(ride).toBeCloseTo((rides[day]! - mean) / sd, 5);
        expect(cos).toBeCloseTo(Math.cos((2 * Math.PI * (day % 7)) / 7), 6);
        expect(sin).toBeCloseTo(Math.sin((2 * Math.PI * (day % 7)) / 7), 6);
      }
    }
    const answers = Array.from({ length: 992 }, (_, window) => rides[4 * window + 10]!);
    const middle = answers.reduce((sum, value) => sum + value) / 992;
    const spread = Math.sqrt(answers.reduce((sum, value) => sum + (value - middle) ** 2, 0) / 992);
    answers.forEach((answer, i) => expect(targets[i]).toBeCloseTo((answer - middle) / spread, 4));
    // Validation begins at day 3,988, the test at day 4,558, and ends 3 days before the last: 4 divides no more.
    const starts = { validation: 3988, test: 4558 } as const;
    for (const split of ['validation', 'test'] as const) {
      const part = partOf(dataset, split, 1, 0);
      expect(part.inputs[0]).toBeCloseTo((rides[starts[split]]! - mean) / sd, 5);
      expect(part.targets[0]).toBeCloseTo((rides[starts[split] + 10]! - middle) / spread, 4);
    }
    // floor((559 − 11) / 4) + 1 and floor((1140 − 11) / 4) + 1
    expect(partOf(dataset, 'validation', 1, 0).count).toBe(138);
    expect(partOf(dataset, 'test', 1, 0).count).toBe(283);
  });

  it('forecast by the same weekday, of which one must have been seen', async () => {
    const names = async (fields: object) =>
      (await load({ tasks: 1, ...fields })).floors.map(({ name }) => name);
    // A day ahead the weekday was 6 days before the last one seen, 8 days ahead also.
    expect(await names({ length: 7 })).toContain('persistence');
    expect(await names({ length: 6 })).not.toContain('persistence');
    expect(await names({ length: 6, horizon: 2 })).toContain('persistence');
    expect(await names({ length: 7, horizon: 8 })).toContain('persistence');
    expect(await names({ length: 6, horizon: 8 })).not.toContain('persistence');
  });
});
