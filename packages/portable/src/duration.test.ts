import { expect, test } from 'vitest';
import { formatDuration } from './duration.ts';

test.each([
  [null, '?'],
  [-5, '0s'],
  [499, '0s'],
  [59_499, '59s'],
  [59_500, '1m 00s'],
  [185_000, '3m 05s'],
  [3_600_000, '1h 00m'],
  [7_620_000, '2h 07m'],
  [172_799_000, '47h 59m'],
  [270_000_000, '3d 03h'],
  [378_432_000_000, '12 years'],
])('%s ms reads %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});
