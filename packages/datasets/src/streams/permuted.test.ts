import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import type { Examples } from '../dataset.ts';
import { sha256 } from '../sha256.ts';
import { digits, digitsConfig } from '../tasks/digits.ts';
import { permuted, permutedConfig } from './permuted.ts';

const of = { kind: 'digits', pool: 2, trainCount: 60, validationCount: 20, testCount: 30 };
const access = { cacheDir: temporaryFolder() };
const parse = (fields: object) => permutedConfig.parse({ kind: 'permuted', of, experiences: 3, ...fields });
const load = (fields: object) => permuted.load(parse(fields), access);
const wrapped = await digits.load(digitsConfig.parse(of), access);

const SIZE = 14 * 14;

function example({ inputs }: Examples, i: number): number[] {
  return [...inputs.subarray(i * SIZE, (i + 1) * SIZE)];
}

/** Experience after experience of one split. */
function experiences({ inputs, parts, targets }: Examples) {
  return [0, 1, 2].map((part) => {
    const [start, end] = [parts!.indexOf(part), parts!.lastIndexOf(part) + 1];
    return { inputs: inputs.slice(start * SIZE, end * SIZE), targets: targets.slice(start, end) };
  });
}

describe('a task under permutations', () => {
  it('leaves experience 0 as it is, and every experience has all examples and classes', async () => {
    const dataset = await load({});
    for (const split of ['train', 'validation', 'test'] as const) {
      const [first, ...others] = experiences(dataset[split]);
      expect(first!.inputs).toEqual(wrapped[split].inputs);
      for (const { targets } of [first!, ...others]) expect(targets).toEqual(wrapped[split].targets);
    }
    expect(dataset).toMatchObject({
      ...permuted.shape(parse({})),
      target: { classes: 10 },
      parts: { count: 3, heads: 'shared' },
      partNames: ['unpermuted', 'permutation 1', 'permutation 2'],
    });
  });

  it('moves the numbers of all sequences and splits in one way an experience', async () => {
    const dataset = await load({});
    // A position is known by what stands there in all training images.
    const columns = (inputs: Float32Array) =>
      Array.from({ length: SIZE }, (_, k) => inputs.filter((_value, i) => i % SIZE === k).join());
    const trained = experiences(dataset.train).map(({ inputs }) => columns(inputs));
    const tested = experiences(dataset.test).map(({ inputs }) => columns(inputs));
    expect([...trained[1]!].sort()).toEqual([...trained[0]!].sort());
    for (const i of [1, 2]) {
      const pairs = (k: number, at: number) => `${trained[at]![k]!} ${tested[at]![k]!}`;
      const all = (at: number) => Array.from({ length: SIZE }, (_, k) => pairs(k, at)).sort();
      expect(all(i)).toEqual(all(0));
      expect(trained[i]).not.toEqual(trained[0]);
    }
    expect(trained[1]).not.toEqual(trained[2]);
  });

  it('draws as many examples an experience as asked for, others each time, none from another split', async () => {
    const { train, validation, test } = await load({ trainCount: 20, validationCount: 5, testCount: 10 });
    expect([train.count, validation.count, test.count]).toEqual([60, 15, 30]);
    const sorted = (numbers: number[]) => numbers.sort((a, b) => a - b).join();
    const known = new Set(Array.from({ length: 60 }, (_, i) => sorted(example(wrapped.train, i))));
    const drawn = Array.from({ length: 60 }, (_, i) => sorted(example(train, i)));
    for (const numbers of drawn) expect(known).toContain(numbers);
    const [first, second] = [drawn.slice(0, 20), drawn.slice(20, 40)];
    expect(new Set(first).size).toBe(20);
    expect([...second].sort()).not.toEqual([...first].sort());
    const fewer = await load({ trainCount: 10 });
    expect(example(fewer.train, 9)).toEqual(example(train, 9));
  });

  it('does not change experiences when there are more of them, and does with another seed', async () => {
    const [two, three, other] = [
      await load({ experiences: 2 }),
      await load({}),
      await load({ streamSeed: 2 }),
    ];
    expect(three.test.inputs.slice(0, 60 * SIZE)).toEqual(two.test.inputs);
    expect(other.test.inputs).not.toEqual(three.test.inputs);
  });

  it('refuses counts beyond the wrapped task, and one without classes', async () => {
    await expect(load({ testCount: 31 })).rejects.toThrow(
      'task.testCount: 31 examples asked for, but the wrapped task has 30; lower it or leave it out',
    );
    expect(
      permutedConfig.safeParse({ kind: 'permuted', of: { kind: 'adding' } }).error?.issues[0],
    ).toMatchObject({
      path: ['of', 'kind'],
    });
  });

  it('gives the same examples as ever, or its version must be raised', async () => {
    const { train } = await load({ trainCount: 4 });
    expect(sha256(new Uint8Array(train.inputs.buffer))).toBe(
      'd602e5e22e59b1bd04970689c073695e8ff288a827abd23a2900491855d729aa',
    );
  });
});
