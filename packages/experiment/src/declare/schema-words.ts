/**
 * What was expected of a value, in our words in place of zod's: `expected more than 0`. What a schema says by itself stays.
 * The value that was found is not part of it.
 */
import { count } from '@dsrnn/portable';
import type { z } from 'zod';

/** Of a value that fits no alternative, and of all for which there are no better words. */
export const WRONG = 'does not fit';

const types: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'an object',
  record: 'an object',
  string: 'text',
};

/** The words for an issue that zod raised. */
export function wordsOf(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${types[issue.expected] ?? issue.expected}`;
    case 'too_small': {
      const { minimum, origin, inclusive = true } = issue;
      if (sized.includes(origin)) return lengthWords(origin, 'at least', Number(minimum));
      return `too small: expected ${inclusive ? 'at least' : 'more than'} ${String(minimum)}`;
    }
    case 'too_big': {
      const { maximum, origin, inclusive = true } = issue;
      if (sized.includes(origin)) return lengthWords(origin, 'at most', Number(maximum));
      return `too big: expected ${inclusive ? 'at most' : 'less than'} ${String(maximum)}`;
    }
    case 'invalid_format':
      return issue.pattern === undefined
        ? `expected text of the form ${issue.format}`
        : `expected text that matches ${issue.pattern}`;
    case 'not_multiple_of':
      return `expected a multiple of ${String(issue.divisor)}`;
    default:
      return WRONG;
  }
}

const sized: readonly string[] = ['array', 'string'];

function lengthWords(origin: string, bound: string, size: number): string {
  if (origin === 'string' && bound === 'at least' && size === 1) return 'expected text that is not empty';
  return `expected ${bound} ${origin === 'array' ? count(size, 'entry', 'entries') : count(size, 'character')}`;
}
