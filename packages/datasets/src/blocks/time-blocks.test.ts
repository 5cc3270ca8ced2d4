import fc from 'fast-check';
import { expect, it } from 'vitest';
import { timeBlocks, windowStarts } from './time-blocks.ts';

it('cuts by shares and drops a gap between blocks, by hand', () => {
  expect(timeBlocks(25, [70, 10, 20], 1)).toEqual([
    { start: 0, end: 16 }, // 17.5
    { start: 17, end: 19 },
    { start: 20, end: 25 },
  ]);
});

it('places windows that fit, by hand', () => {
  expect(windowStarts({ start: 10, end: 20 }, 4, 3)).toEqual([10, 13, 16]);
  expect(windowStarts({ start: 10, end: 20 }, 11, 3)).toEqual([]);
});

it('windows of two blocks are always more than the gap apart', () => {
  const sizes = fc.tuple(fc.integer({ min: 20, max: 500 }), fc.integer({ min: 0, max: 9 }));
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 9 }), ([total, gap], span) => {
      const spans = timeBlocks(total, [70, 10, 20], gap).map((block) => windowStarts(block, span, 1));
      for (const [i, starts] of spans.slice(1).entries()) {
        const earlier = spans.slice(0, i + 1).flat();
        for (const end of earlier.map((start) => start + span)) {
          for (const start of starts) expect(start - end).toBeGreaterThanOrEqual(gap);
        }
      }
    }),
  );
});
