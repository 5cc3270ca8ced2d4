import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkSchema } from './check-schema.ts';

const words = (schema: z.ZodType, value: unknown): string[] =>
  checkSchema(schema, value).issues.map(({ message }) => message);

describe('what a schema refuses is said in our words, with what was found', () => {
  const share = z.number().min(0.1).lt(1);
  it.each([
    [z.number(), NaN, 'expected a number, got NaN'],
    [z.number(), Infinity, 'expected a number, got Infinity'],
    [z.number(), 'abc', 'expected a number, got "abc"'],
    [z.number(), [1, 2], 'expected a number, got a list of 2'],
    [z.int(), 1.5, 'expected a whole number, got 1.5'],
    [z.boolean(), 'yes', 'expected true or false, got "yes"'],
    [z.string(), 3, 'expected text, got 3'],
    [z.array(z.number()), { a: 1 }, 'expected a list, got an object'],
    [z.strictObject({}), 3, 'expected an object, got 3'],
    [share, 0, 'too small: expected at least 0.1, got 0'],
    [share, 1, 'too big: expected less than 1, got 1'],
    [z.number().gt(0), 0, 'too small: expected more than 0, got 0'],
    [z.number().lte(2), 3, 'too big: expected at most 2, got 3'],
    [z.array(z.number()).min(1), [], 'expected at least 1 entry, got an empty list'],
    [z.array(z.number()).max(2), [1, 2, 3], 'expected at most 2 entries, got a list of 3'],
    [z.string().min(1), '', 'expected text that is not empty, got ""'],
    [z.string().min(3), 'ab', 'expected at least 3 characters, got "ab"'],
    [z.string().regex(/^a+$/), 'b', 'expected text that matches /^a+$/, got "b"'],
    [z.string().regex(/^a+$/, 'expected only a'), 'b', 'expected only a, got "b"'],
    [z.int().multipleOf(4), 6, 'expected a multiple of 4, got 6'],
    [
      z.record(z.string().regex(/^a$/), z.number()),
      { b: 1 },
      'expected text that matches /^a$/, got the key "b"',
    ],
    [z.union([z.number(), z.boolean()]), 'x', 'expected a number, got "x"'],
    [z.union([z.int().positive(), z.literal('auto')]), 2.5, 'expected a whole number or auto, got 2.5'],
    [z.union([z.int().positive(), z.literal('auto')]), 0, 'too small: expected more than 0, got 0'],
    [z.union([z.boolean(), z.literal('auto')]), 'yes', 'expected true or false or auto, got "yes"'],
    [z.strictObject({ a: z.array(z.number()) }), {}, 'missing: expected a list'],
  ])('%#: %s', (schema, value, message) => {
    expect(words(schema, value)).toEqual([message]);
  });
});
