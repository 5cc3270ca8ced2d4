import { createRng } from '@dsrnn/portable';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateList } from '../../test/evaluate-list.ts';
import {
  drawListExpression,
  listOperations,
  listTokens,
  mostListTokens,
  outermostResult,
} from './list-expression.ts';

const text = (tokens: readonly number[]) => tokens.map((token) => listTokens[token]).join(' ');
const tokensOf = (written: string) => written.split(' ').map((token) => listTokens.indexOf(token));

const limits = fc.record({
  depth: fc.integer({ min: 1, max: 5 }),
  arguments: fc.integer({ min: 2, max: 6 }),
  nesting: fc.double({ min: 0.1, max: 0.6, noNaN: true }),
});

it('the tokens are ten digits, four opening brackets and a closing one', () => {
  expect(listTokens.join(' ')).toBe('0 1 2 3 4 5 6 7 8 9 [MIN [MAX [MED [SM ]');
});

describe('a list operation', () => {
  it.each([
    ['MIN', [4, 2, 7], 2],
    ['MAX', [4, 2, 7], 7],
    ['MED', [9, 0, 3], 3],
    ['MED', [9, 0, 3, 4, 4], 4],
    ['MED', [8, 1], 4], // 4.5, rounded down
    ['MED', [9, 1, 2, 8], 5],
    ['MED', [7, 7, 0, 9], 7],
    ['SM', [9, 9, 3], 1],
    ['SM', [5, 5], 0],
  ] as const)('%s of %j is %i', (operator, values, result) => {
    expect(listOperations[operator](values)).toBe(result);
  });
});

// Worked by hand, innermost first.
describe.each([
  ['[MAX 2 9 [MIN 4 7 ] 0 ]', 9, 'MAX 9'], // min 4; max(2, 9, 4, 0)
  ['[SM 8 [SM 7 6 ] [MED 1 2 9 ] ]', 3, 'SM 8'], // 13 → 3, 2; 8 + 3 + 2 = 13
  ['[MED [MAX 1 6 ] [MIN 3 [SM 9 2 ] ] ]', 3, 'MED'], // 6; min(3, 1) = 1; (6 + 1) / 2 = 3.5
  ['[MIN 5 [MAX [MED 2 4 ] 1 ] 8 ]', 3, 'MIN 5'], // 3; max(3, 1) = 3; min(5, 3, 8)
  ['[MED 9 [MIN 7 [MAX 2 0 ] ] 4 5 ]', 4, 'MED 5'], // 2; min(7, 2) = 2; 2 4 5 9 → 4.5
])('%s', (written, value, outermost) => {
  it(`is ${value}`, () => {
    expect(evaluateList(written)).toBe(value);
  });
  it(`has the outermost result ${outermost}`, () => {
    expect(outermostResult(tokensOf(written))).toBe(outermost);
  });
});

describe('a drawn expression', () => {
  it('has the value that its text has', () => {
    fc.assert(
      fc.property(limits, fc.integer({ min: 1, max: 1e6 }), (limit, seed) => {
        const drawn = drawListExpression(limit, 500, createRng(seed));
        if (drawn !== undefined) expect(drawn.value).toBe(evaluateList(text(drawn.tokens)));
      }),
      { numRuns: 500 },
    );
  });

  it('keeps depth, arguments and length, and reaches depth and arguments', () => {
    const rng = createRng(1);
    const reached = { depth: 0, arguments: 0, least: 9, tokens: 0 };
    for (let i = 0; i < 3000; i++) {
      const drawn = drawListExpression({ depth: 3, arguments: 4, nesting: 0.4 }, 40, rng);
      if (drawn === undefined) continue;
      const open: number[] = [];
      for (const token of drawn.tokens) {
        const word = listTokens[token]!;
        if (word === ']') {
          const given = open.pop()!;
          reached.arguments = Math.max(reached.arguments, given);
          reached.least = Math.min(reached.least, given);
        } else {
          if (open.length > 0) open[open.length - 1]! += 1;
          if (word.startsWith('[')) open.push(0);
        }
        reached.depth = Math.max(reached.depth, open.length);
      }
      reached.tokens = Math.max(reached.tokens, drawn.tokens.length);
    }
    expect(reached).toEqual({ depth: 3, arguments: 4, least: 2, tokens: 40 });
  });

  it('is the same as without a limit of length, or none', () => {
    fc.assert(
      fc.property(limits, fc.integer({ min: 1, max: 1e6 }), (limit, seed) => {
        const draw = (longest: number) =>
          drawListExpression({ ...limit, depth: 3 }, longest, createRng(seed));
        const free = draw(1000)!;
        expect(draw(free.tokens.length)).toEqual(free);
        for (const less of [4, free.tokens.length - 1]) {
          if (less < free.tokens.length) expect(draw(less)).toBeUndefined();
        }
      }),
    );
  });

  it('has at most as many tokens as stated', () => {
    // [ a b c ]: 5. Two levels: 2 + 3 · 5 = 17. Three: 2 + 3 · 17 = 53.
    expect([1, 2, 3].map((depth) => mostListTokens({ depth, arguments: 3 }))).toEqual([5, 17, 53]);
    const rng = createRng(2);
    const lengths = Array.from(
      { length: 500 },
      () => drawListExpression({ depth: 2, arguments: 3, nesting: 0.9 }, 99, rng)!.tokens.length,
    );
    expect(Math.max(...lengths)).toBe(17);
  });
});
