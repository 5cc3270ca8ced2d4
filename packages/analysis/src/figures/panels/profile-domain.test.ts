import { expect, it } from 'vitest';
import { profileDomain } from './profile-domain.ts';

const line = (...values: readonly number[]) =>
  values.map((value) => ({ method: 'ds', sparsity: 0.9, group: 'a', diverged: value === 0, value }));
const nine = [0.6, 0.9, 0.9, 0.95, 0.95, 1, 1, 1.02, 1.12];

it('ends where the last line has a tenth of its runs left, whatever these reach', () => {
  expect(profileDomain([line(...nine, 3)])).toEqual([0.55, 1.15]);
  expect(profileDomain([line(...nine, 3), line(...nine.map((value) => value + 0.2), 3)])).toEqual([
    0.55, 1.35,
  ]);
});

it('shows every run of a line of few, up to twice the reference', () => {
  expect(profileDomain([line(0.8, 1.42)])).toEqual([0.75, 1.45]);
  expect(profileDomain([line(0.8, Infinity)])).toEqual([0.75, 2]);
});

it('has 1 on it, and leaves diverged runs out of its start', () => {
  expect(profileDomain([line(0, 0.62, 0.7)])).toEqual([0.55, 1]);
  expect(profileDomain([line(0, 0)])).toEqual([0.95, 1]);
});
