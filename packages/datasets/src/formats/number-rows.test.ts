import { describe, expect, it } from 'vitest';
import { parseNumberRows } from './number-rows.ts';

const parse = (text: string, columns: number) => parseNumberRows('t.txt', Buffer.from(text), columns);

describe('reading rows of numbers', () => {
  it('reads fixed-width scientific notation, any line end, and no empty lines', () => {
    expect(parse('  1.8085150e-002 -1.0e+000\r\n\n 3  4\n', 2)).toEqual({
      ...{ rows: 2, columns: 2 },
      data: Float64Array.from([0.01808515, -1, 3, 4]),
    });
    expect(parse('', 2).rows).toBe(0);
  });

  it('names the line that is too short, too long or no number', () => {
    expect(() => parse('1 2\n3\n', 2)).toThrow(/t.txt: line 2: expected 2 numbers, found 1/);
    expect(() => parse('1 2 3', 2)).toThrow(/line 1: expected 2 numbers, found 3/);
    expect(() => parse('1 NaN', 2)).toThrow(/line 1: 'NaN' is not a number/);
  });
});
