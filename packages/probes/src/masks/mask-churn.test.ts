import { expect, it } from 'vitest';
import { shareChanged } from './mask-churn.ts';

it('is the share of the entries that flipped', () => {
  const before = [Uint8Array.of(1, 0, 0, 1), Uint8Array.of(1, 1, 0, 0)];
  const after = [Uint8Array.of(1, 0, 1, 0), Uint8Array.of(1, 1, 0, 1)];
  expect(shareChanged(before, after)).toBe(3 / 8);
  expect(shareChanged(before, before)).toBe(0);
});
