import fc from 'fast-check';
import { expect, it } from 'vitest';
import { segmentPlaces, segmentStarts, separateSegments, textBlocks } from './text-blocks.ts';

it('cuts 100 characters at 65 and 75', () => {
  expect(textBlocks(100)).toEqual({
    ...{ train: { start: 0, end: 65 }, validation: { start: 65, end: 75 }, test: { start: 75, end: 100 } },
  });
});

it('never lets blocks overlap or leave the text, and none shrinks as the text grows', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20_000 }), (size) => {
      const { train, validation, test } = textBlocks(size);
      expect(train.start).toBe(0);
      expect(train.end).toBeLessThanOrEqual(validation.start);
      expect(validation.end).toBeLessThanOrEqual(test.start);
      expect(test.end).toBe(size);
      const longer = textBlocks(size + 1);
      for (const name of ['train', 'validation', 'test'] as const) {
        const [before, after] = [textBlocks(size)[name], longer[name]];
        expect(after.end - after.start).toBeGreaterThanOrEqual(before.end - before.start);
      }
    }),
  );
});

it('spreads segments from the first place to the last, by hand', () => {
  // 10 characters, segments of 4: places 5 to 11, that is 0, 3 and 6 of the 6 steps between.
  expect(segmentStarts({ start: 5, end: 15 }, 4, 3)).toEqual([5, 8, 11]);
  expect(segmentStarts({ start: 5, end: 15 }, 4, 1)).toEqual([5]);
});

it('keeps segments within the block, apart if they fit side by side, and distinct if there are places', () => {
  const block = fc.record({ start: fc.nat(50), size: fc.integer({ min: 10, max: 300 }) });
  fc.assert(
    fc.property(block, fc.integer({ min: 1, max: 10 }), ({ start, size }, length) => {
      const stretch = { start, end: start + size };
      const apart = segmentStarts(stretch, length, separateSegments(stretch, length));
      expect(apart.at(-1)! + length).toBeLessThanOrEqual(stretch.end);
      apart.slice(1).forEach((at, k) => expect(at).toBeGreaterThanOrEqual(apart[k]! + length));
      const places = segmentPlaces(stretch, length);
      const all = segmentStarts(stretch, length, places);
      expect(all).toEqual(Array.from({ length: places }, (_, k) => start + k));
    }),
  );
});
