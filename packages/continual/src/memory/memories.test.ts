import type { Examples } from '@dsrnn/datasets';
import { createRng } from '@dsrnn/portable';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBalancedReservoir } from './balanced-reservoir.ts';
import { drawBatch, numbersOf, offerAll, sizeOf, type ExampleMemory } from './example-memory.ts';
import { createPartMemories } from './part-memories.ts';
import { createReservoir } from './reservoir.ts';

/** Examples numbered from `first` by their input, of these classes. */
function numbered(targets: readonly number[], first = 0): Examples {
  return {
    count: targets.length,
    inputs: Float32Array.from(targets, (_, i) => first + i),
    targets: Int32Array.from(targets),
  };
}

const numbersIn = (kept: readonly Examples[]): number[] => kept.flatMap(({ inputs }) => [...inputs]);
const byClass = (examples: Examples, index: number): number => examples.targets[index]!;
const offerInOrder = (memory: ExampleMemory, examples: Examples): void => {
  for (let i = 0; i < examples.count; i++) memory.offer(examples, i);
};

/** Sum of (observed − expected)² / expected. */
function chiSquare(counts: readonly number[], expected: number): number {
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/** How often each of `stream` examples is in the memory at the end, over many seeds. */
function keptCounts(stream: number, seeds: number, fill: (seed: number) => readonly Examples[]): number[] {
  const counts = new Array<number>(stream).fill(0);
  for (let seed = 1; seed <= seeds; seed++) {
    for (const number of numbersIn(fill(seed))) counts[number]! += 1;
  }
  return counts;
}

describe('a reservoir', () => {
  it('holds all that it was offered, then as many as it has room for, none twice', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 90 }), (capacity, stream) => {
        const memory = createReservoir(capacity, createRng(1));
        offerInOrder(memory, numbered(new Array<number>(stream).fill(0)));
        expect(memory.kept.length).toBe(Math.min(capacity, stream));
        expect(new Set(numbersIn(memory.kept)).size).toBe(memory.kept.length);
      }),
    );
  });

  it('keeps early and late examples equally often', () => {
    // 60 examples, room for 12, 4000 seeds: each is kept with probability 1/5. The counts are tied (they sum to 12 a
    // seed), so the statistic is 1 − 1/5 times a chi-square of 59: mean 47.2, standard deviation 8.7.
    const counts = keptCounts(60, 4000, (seed) => {
      const memory = createReservoir(12, createRng(seed));
      offerInOrder(memory, numbered(new Array<number>(60).fill(0)));
      return memory.kept;
    });
    expect(chiSquare(counts, 800)).toBeLessThan(85);
  });
});

describe('a balanced reservoir', () => {
  it('holds groups that differ by at most 1, in whatever order they come', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 40 }),
        fc.shuffledSubarray([0, 1, 2, 3], { minLength: 1 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 1000 }),
        (capacity, groups, mixed, seed) => {
          const memory = createBalancedReservoir(capacity, byClass, createRng(seed));
          const examples = numbered(
            groups.flatMap((group) => new Array<number>(60 + 10 * group).fill(group)),
          );
          if (mixed) offerAll(memory, examples, createRng(seed).fork('order'));
          else offerInOrder(memory, examples);
          const counts = groups.map(
            (group) => memory.kept.filter(({ targets }) => targets[0] === group).length,
          );
          expect(memory.kept.length).toBe(capacity);
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('keeps all of a group that is smaller than its share', () => {
    const memory = createBalancedReservoir(20, byClass, createRng(3));
    offerInOrder(
      memory,
      numbered([...new Array<number>(50).fill(0), 1, 1, 1, ...new Array<number>(50).fill(2)]),
    );
    expect(memory.kept.filter(({ targets }) => targets[0] === 1).length).toBe(3);
  });

  it('keeps early and late examples of a group equally often', () => {
    // Groups 0 and 1 of 30 examples each, mixed; room for 6 of each: 1/5. One constraint a group: 58 degrees of freedom.
    const targets = Array.from({ length: 60 }, (_, i) => i % 2);
    const counts = keptCounts(60, 4000, (seed) => {
      const memory = createBalancedReservoir(12, byClass, createRng(seed));
      offerInOrder(memory, numbered(targets));
      return memory.kept;
    });
    expect(chiSquare(counts, 800)).toBeLessThan(85);
  });
});

describe('drawing from a memory', () => {
  const memory = createReservoir(10, createRng(1));
  offerInOrder(memory, numbered([0, 1, 2, 3, 4, 5]));

  it('gives different examples, as many as wanted or as there are', () => {
    const some = drawBatch(memory.kept, 4, createRng(2))!;
    expect(some.count).toBe(4);
    expect(new Set(some.inputs).size).toBe(4);
    expect([...drawBatch(memory.kept, 40, createRng(2))!.inputs].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('gives nothing of nothing', () => {
    expect(drawBatch([], 4, createRng(2))).toBeNull();
  });

  it('tells examples and numbers', () => {
    expect(sizeOf(memory.kept)).toEqual({ examples: 6, numbers: 12 });
  });
});

describe('memories of parts', () => {
  it('keep a sample of each part without repetition, whatever was kept before', () => {
    const both = createPartMemories(5, createRng(1));
    both.keep(0, numbered(new Array<number>(20).fill(0)));
    both.keep(1, numbered(new Array<number>(20).fill(1), 100));
    const second = createPartMemories(5, createRng(1));
    second.keep(1, numbered(new Array<number>(20).fill(1), 100));
    expect(both.kept[1]).toEqual(second.kept[0]);
    expect(new Set(both.kept[1]!.inputs).size).toBe(5);
    expect(both.kept[1]!.inputs.every((number) => number >= 100)).toBe(true);
  });

  it('keep all of a part that has fewer examples', () => {
    const memories = createPartMemories(5, createRng(1));
    memories.keep(0, numbered([0, 0, 0]));
    expect(memories.kept[0]!.count).toBe(3);
  });
});

it('counts the numbers of inputs, targets and parts', () => {
  const examples = { count: 3, inputs: new Float32Array(6), targets: new Int32Array(3) };
  expect(numbersOf({ ...examples, parts: new Int32Array(3) })).toBe(6 + 3 + 3);
  expect(numbersOf(examples)).toBe(6 + 3);
});
