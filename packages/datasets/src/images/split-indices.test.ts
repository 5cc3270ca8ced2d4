import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitIndices } from './split-indices.ts';

describe('splits by counts', () => {
  const trainingPool = Int32Array.from({ length: 60 }, (_, i) => 59 - i);
  const testPool = Int32Array.from({ length: 20 }, (_, i) => 60 + i);
  const counts = fc
    .tuple(fc.integer({ min: 1, max: 59 }), fc.integer({ min: 1, max: 59 }), fc.integer({ min: 1, max: 20 }))
    .filter(([trainCount, validationCount]) => trainCount + validationCount <= 60);

  it('gives the counts asked for, with no example twice', () => {
    fc.assert(
      fc.property(counts, ([trainCount, validationCount, testCount]) => {
        const config = { trainCount, validationCount, testCount };
        const { train, validation, test } = splitIndices(config, trainingPool, testPool);
        expect([train.length, validation.length, test.length]).toEqual([
          trainCount,
          validationCount,
          testCount,
        ]);
        const all = [...train, ...validation, ...test];
        expect(new Set(all).size).toBe(all.length);
      }),
    );
  });

  it('never moves an example to another split when only trainCount changes', () => {
    fc.assert(
      fc.property(counts, ([trainCount, validationCount, testCount]) => {
        const config = { trainCount, validationCount, testCount };
        const some = splitIndices(config, trainingPool, testPool);
        const most = splitIndices({ ...config, trainCount: 60 - validationCount }, trainingPool, testPool);
        expect(most.validation).toEqual(some.validation);
        expect(most.test).toEqual(some.test);
        expect(most.train.slice(0, trainCount)).toEqual(some.train);
      }),
    );
  });

  it('says how many examples there are when too many are asked for', () => {
    const config = { trainCount: 50, validationCount: 11, testCount: 1 };
    expect(() => splitIndices(config, trainingPool, testPool)).toThrow(
      /task.trainCount: 50 training \+ 11 validation examples asked for, but there are 60 for both/,
    );
  });
});
