import { expect, it } from 'vitest';
import { taskNames } from './task-names.ts';

it('names tasks one by one, and three or more of one family that count up as a range', () => {
  expect(taskNames(['b-1', 'a-2', 'b-2'])).toBe('b-1, b-2, a-2');
  expect(taskNames(['chicago-20', 'alone-0', 'alone-1', 'alone-2', 'systems-8-untold'])).toBe(
    'chicago-20, alone-0 to alone-2, systems-8-untold',
  );
  expect(taskNames(['alone-0', 'alone-1', 'alone-7'])).toBe('alone-0, alone-1, alone-7');
});
