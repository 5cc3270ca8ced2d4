import { expect, it } from 'vitest';
import { madeTimes } from '../../test/made-times.ts';
import { factorText, machineText } from './time-text.ts';

it.each([
  [1.7, '1.70× faster'],
  [0.8, '1.25× slower'],
  [1.004, '1.00×'],
  [0.996, '1.00×'],
  [9.996, '10.0× faster'],
  [0.05, '20.0× slower'],
])('a factor of %d reads %s', (factor, text) => {
  expect(factorText(factor)).toBe(text);
});

it('counts one core in the singular', () => {
  const record = madeTimes([]);
  const text = machineText({ ...record, machine: { ...record.machine, cores: 1 } });
  expect(text).toBe('Made-up Processor 9000, 1 core, linux x64, Node v22.11.0, 2026-01-02');
});
