import { expect, it } from 'vitest';
import { alignColumns } from './text-columns.ts';

const rows = [
  ['id', 'title', 'size'],
  ['digits', 'Optical recognition of handwritten digits', '0.3 MB'],
];

it('pads columns where there is room', () => {
  expect(alignColumns(rows, 2)).toEqual([
    'id      title                                        size',
    'digits  Optical recognition of handwritten digits  0.3 MB',
  ]);
});

it('wraps the widest column where there is not', () => {
  expect(alignColumns(rows, 2, 40)).toEqual([
    'id      title                       size',
    'digits  Optical recognition of    0.3 MB',
    '        handwritten digits',
  ]);
});

it('shows rows one under the other where columns would be too narrow', () => {
  const lines = alignColumns(rows, 2, 24);
  expect(lines[0]).toBe('id: digits');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(24);
  expect(lines.join(' ').replaceAll(/ +/g, ' ')).toContain('Optical recognition of handwritten digits');
});
