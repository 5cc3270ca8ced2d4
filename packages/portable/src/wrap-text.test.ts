import { expect, it } from 'vitest';
import { wrapText } from './wrap-text.ts';

it('breaks lines at spaces, and leaves a word whole that is longer than a line', () => {
  expect(wrapText('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrapText('a incomprehensible\nb', 5)).toEqual(['a', 'incomprehensible', 'b']);
});
