import { describe, expect, it } from 'vitest';
import type { Examples } from '../dataset.ts';
import { sha256 } from '../sha256.ts';
import { copyStream, copyStreamConfig } from './copy-stream.ts';

const small = { trainCount: 40, validationCount: 10, testCount: 10 };
const parse = (fields: object) => copyStreamConfig.parse({ kind: 'copy-stream', ...small, ...fields });
const load = (fields: object) => copyStream.load(parse(fields), { cacheDir: '/nonexistent' });

/** Symbols of the steps of one example; every step must be one-hot. */
function steps({ inputs }: Examples, i: number, time: number, features: number): number[] {
  return Array.from({ length: time }, (_, t) => {
    const step = [...inputs.subarray((i * time + t) * features, (i * time + t + 1) * features)];
    expect([...step].sort()).toEqual([...new Array<number>(features - 1).fill(0), 1]);
    return step.indexOf(1);
  });
}

describe('sequential permuted copy', () => {
  it('asks for the symbols after the sign, in the order of the experience', async () => {
    const { train, partNames } = await load({ experiences: 4, length: 3, symbols: 5, delay: 2 });
    const orders = partNames!.map((name) => name.split(' ').slice(1).map(Number));
    expect(orders[0]).toEqual([0, 1, 2]);
    for (let i = 0; i < train.count; i++) {
      const symbols = steps(train, i, 9, 7);
      const shown = symbols.slice(0, 3);
      expect(symbols.slice(3)).toEqual([0, 0, 6, 0, 0, 0]);
      for (const symbol of shown) expect(symbol >= 1 && symbol <= 5).toBe(true);
      const order = orders[train.parts![i]!]!;
      const answer = order.map((from) => shown[from]!);
      expect([...train.targets.slice(i * 9, (i + 1) * 9)]).toEqual([0, 0, 0, 0, 0, 0, ...answer]);
    }
  });

  it('has a different order in every experience, as many as there are', async () => {
    const { partNames } = await load({ experiences: 24, length: 4 });
    expect(new Set(partNames).size).toBe(24);
    const issue = copyStreamConfig.safeParse({ kind: 'copy-stream', experiences: 25, length: 4 }).error
      ?.issues[0];
    expect(issue).toMatchObject({
      path: ['experiences'],
      message: '25 experiences asked for, but 4 symbols have 24 orders; lower it or raise length',
    });
    expect(copyStreamConfig.safeParse({ kind: 'copy-stream', experiences: 100 }).success).toBe(true);
  });

  it('has a head each as a task, one head as a domain', async () => {
    const task = await load({});
    expect(task).toMatchObject({
      ...copyStream.shape(parse({})),
      time: 11,
      features: 10,
      target: { kind: 'class-per-step', classes: 9, scoredSteps: 5 },
      parts: { count: 5, heads: 'own', identity: { kind: 'none' } },
      floors: [{ name: 'chance', score: 1 / 8 }],
    });
    const told = { scenario: 'domain', identity: 'one-hot' };
    expect(await load(told)).toMatchObject({
      ...copyStream.shape(parse(told)),
      features: 15,
      parts: { count: 5, heads: 'shared', identity: { kind: 'one-hot' } },
    });
  });

  it('draws experiences and splits from streams of their own', async () => {
    const { train, test } = await load({ testCount: 40 });
    const size = 40 * 11 * 10;
    expect(test.inputs).not.toEqual(train.inputs);
    expect(train.inputs.slice(0, size)).not.toEqual(train.inputs.slice(size, 2 * size));
    const shorter = await load({ experiences: 2, testCount: 40 });
    expect(shorter.train.inputs).toEqual(train.inputs.slice(0, 2 * size));
    expect(shorter.train.targets).toEqual(train.targets.slice(0, 2 * 40 * 11));
  });

  it('gives the same first examples as ever, or its version must be raised', async () => {
    const { train } = await load({});
    expect(sha256(new Uint8Array(train.targets.buffer))).toBe(
      '100c3e3887610267c10e916fa795093a67b2935c5db2db6080cd3a5ff03105ad',
    );
  });
});
