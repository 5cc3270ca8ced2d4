import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { sha256 } from '../sha256.ts';
import { digits, digitsConfig } from '../tasks/digits.ts';
import { rotated, rotatedConfig } from './rotated.ts';

const of = { kind: 'digits', pool: 2, trainCount: 30, validationCount: 10, testCount: 20 };
const access = { cacheDir: temporaryFolder() };
const parse = (fields: object) => rotatedConfig.parse({ kind: 'rotated', of, experiences: 3, ...fields });
const load = (fields: object) => rotated.load(parse(fields), access);
const wrapped = await digits.load(digitsConfig.parse(of), access);

const SIDE = 14;
const AREA = SIDE * SIDE;

describe('rotated images', () => {
  it('are turned by equal angles from 0 to the largest', async () => {
    const { test, partNames } = await load({});
    expect(partNames).toEqual(['0 degrees', '90 degrees', '180 degrees']);
    const experience = (part: number) => test.inputs.slice(part * 20 * AREA, (part + 1) * 20 * AREA);
    expect(experience(0)).toEqual(wrapped.test.inputs);
    const quarter = wrapped.test.inputs.map((_, i) => {
      const [row, column] = [Math.floor((i % AREA) / SIDE), i % SIDE];
      return wrapped.test.inputs[i - (i % AREA) + column * SIDE + (SIDE - 1 - row)]!;
    });
    expect(experience(1)).toEqual(quarter);
    const half = wrapped.test.inputs.map(
      (_, i) => wrapped.test.inputs[i - (i % AREA) + AREA - 1 - (i % AREA)]!,
    );
    expect(experience(2)).toEqual(half);
    expect([...test.targets]).toEqual([
      ...wrapped.test.targets,
      ...wrapped.test.targets,
      ...wrapped.test.targets,
    ]);
    expect((await load({ experiences: 4, maxAngle: 100 })).partNames).toEqual([
      ...['0 degrees', '33.33 degrees', '66.67 degrees', '100 degrees'],
    ]);
  });

  it('bring in black from outside', async () => {
    const { test } = await load({ maxAngle: 45, experiences: 2 });
    const black = Math.min(...wrapped.train.inputs);
    // At 45 degrees the source of a corner is outside.
    for (let i = 20; i < 40; i++) expect(test.inputs[i * AREA]).toBeCloseTo(black, 6);
  });

  it('know their shape without data', async () => {
    const fields = { identity: 'one-hot' };
    const shape = rotated.shape(parse(fields));
    expect(shape).toMatchObject({ time: 14, features: 17, parts: { heads: 'shared' } });
    expect(await load(fields)).toMatchObject(shape);
  });

  it('must be images whose steps are rows', () => {
    for (const given of [
      { kind: 'digits', form: 'pixels' },
      { kind: 'digits', steps: 14 },
      { kind: 'hanzi' },
      { kind: 'language-id', length: 30 }, // 30 steps of 30 symbols: square, but no image
    ]) {
      const parsed = rotatedConfig.safeParse({ kind: 'rotated', of: given });
      expect(parsed.error?.issues).toMatchObject([{ path: ['of'] }]);
      expect(parsed.error?.issues[0]?.message).toMatch(/expected an image task with form rows/);
    }
    expect(rotatedConfig.safeParse({ kind: 'rotated', of, maxAngle: 360 }).success).toBe(false);
  });

  it('are the same as ever, or the version must be raised', async () => {
    const { train } = await load({ trainCount: 4, maxAngle: 150 });
    expect(sha256(new Uint8Array(train.inputs.buffer))).toBe(
      '9dfbb36812a3dd621a4d79d0764eebd0e73230c1f597baf7496533f75880387f',
    );
  });
});
