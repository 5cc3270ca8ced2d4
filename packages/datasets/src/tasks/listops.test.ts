import { describe, expect, it } from 'vitest';
import { evaluateList } from '../../test/evaluate-list.ts';
import type { Examples } from '../dataset.ts';
import { listTokens } from '../expressions/list-expression.ts';
import { sha256 } from '../sha256.ts';
import { listops, listopsConfig } from './listops.ts';

async function load(fields: object) {
  return listops.load(listopsConfig.parse({ kind: 'listops', ...fields }), { cacheDir: '/nonexistent' });
}

/** Text of each example from its one-hot rows, which must be zeros first and then one token a step. */
function texts({ count, inputs }: Examples): string[] {
  const time = inputs.length / count / 15;
  return Array.from({ length: count }, (_, i) => {
    const words: string[] = [];
    for (let t = 0; t < time; t++) {
      const row = inputs.subarray((i * time + t) * 15, (i * time + t + 1) * 15);
      const ones = row.filter((x) => x === 1).length;
      const blank = ones === 0 && words.length === 0;
      if (row.some((x) => x !== 0 && x !== 1) || (!blank && ones !== 1)) {
        throw new Error(`example ${i}, step ${t}: ${row.join()}`);
      }
      if (!blank) words.push(listTokens[row.indexOf(1)]!);
    }
    return words.join(' ');
  });
}

const digest = (array: Float32Array | Int32Array) =>
  sha256(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));

const small = { trainCount: 300, validationCount: 100, testCount: 200 };

describe('ListOps-like', () => {
  it('shows whole expressions at the end of the sequence and asks for their value', async () => {
    const { train, validation, test } = await load({ ...small, length: 40, minLength: 12 });
    for (const split of [train, validation, test]) {
      texts(split).forEach((text, i) => {
        const tokens = text.split(' ').length;
        expect(tokens >= 12 && tokens <= 40).toBe(true);
        expect(split.targets[i]).toBe(evaluateList(text));
      });
    }
  });

  it('has no expression twice, even where there are few', async () => {
    // Of [OP a b ] there are 4 · 100.
    const few = { depth: 1, arguments: 2, length: 4, minLength: 4 };
    const counts = { trainCount: 250, validationCount: 50, testCount: 60 };
    const { train, validation, test } = await load({ ...few, ...counts });
    const all = [train, validation, test].flatMap(texts);
    expect(new Set(all).size).toBe(360);
    for (const text of all) expect(text).toMatch(/^\[[A-Z]+ \d \d \]$/);
    await expect(load({ ...few, ...counts, trainCount: 291 })).rejects.toThrow(
      /task.minLength: only 290 of 291 different expressions of 4 to 4 tokens came up in 39100 draws; widen/,
    );
  });

  it('has ten classes of about the same size by default', async () => {
    const { train, floors, time, features } = await load({});
    expect([time, features]).toEqual([64, 15]);
    for (let value = 0; value < 10; value++) {
      const share = train.targets.filter((target) => target === value).length / train.count;
      expect(share > 0.08 && share < 0.13).toBe(true);
    }
    const lengths = texts(train).map((text) => text.split(' ').length);
    expect(lengths.reduce((sum, n) => sum + n) / train.count).toBeCloseTo(31.4, 0);
    expect(floors.map(({ name }) => name)).toEqual([
      'majority class',
      'nearest class mean of symbol frequencies',
      'outermost operation',
    ]);
    const scores = floors.map(({ score }) => score);
    expect(scores[0]).toBeCloseTo(0.12, 1);
    expect(scores[1]! > 0.18 && scores[1]! < 0.28).toBe(true);
    expect(scores[2]! > 0.36 && scores[2]! < 0.46).toBe(true);
  });

  it('without nesting is solved by the outermost operation', async () => {
    const { floors } = await load({ ...small, trainCount: 2000, depth: 1, minLength: 4, length: 7 });
    expect(floors[2]?.score).toBe(1);
  });

  it('draws splits from streams of their own, and others with another dataSeed', async () => {
    const one = await load(small);
    const more = await load({ ...small, trainCount: 500 });
    expect(digest(more.train.inputs.subarray(0, one.train.inputs.length))).toBe(digest(one.train.inputs));
    expect(digest(more.validation.inputs)).toBe(digest(one.validation.inputs));
    expect(digest(more.test.inputs)).toBe(digest(one.test.inputs));
    expect(texts(one.validation)).not.toEqual(texts(one.test).slice(0, small.validationCount));
    expect(digest((await load({ ...small, dataSeed: 2 })).test.inputs)).not.toBe(digest(one.test.inputs));
  });

  it.each([
    [{ minLength: 65 }, /65 tokens at least, but length allows 64; lower it or raise length/],
    [{ length: 16 }, /20 tokens at least, but length allows 16/],
    [{ depth: 2, arguments: 3 }, /20 tokens at least, but depth 2 and 3 arguments give at most 17/],
  ])('refuses %j at field minLength', (fields, message) => {
    const { error } = listopsConfig.safeParse({ kind: 'listops', ...fields });
    expect(error?.issues.map(({ path }) => path)).toEqual([['minLength']]);
    expect(error?.issues[0]?.message).toMatch(message);
  });

  it('gives the same first examples as ever, or its version must be raised', async () => {
    const { train } = await load({ trainCount: 32, validationCount: 1, testCount: 1 });
    expect(digest(train.inputs)).toBe('e6730936aa214009a4d2cb05b523173f03fb9f0180b733ac416ab18046ceaeed');
    expect(digest(train.targets)).toBe('5760b23c28b4998f175ac92290261fbb701a5dbbd7afa7f133999ac2fdd3cf39');
  });
});
