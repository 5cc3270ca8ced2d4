import { beforeAll, describe, expect, it } from 'vitest';
import { largestDifference, numbersOf } from '../../test/toys.ts';
import { useBackend } from '../backends/backend.ts';
import { DualAscent } from './dual-ascent.ts';

beforeAll(() => useBackend('wasm'));

describe('dual ascent', () => {
  it('raises the multiplier of a mask that is too dense and lowers that of one too sparse', () => {
    const dual = new DualAscent(0.5, { x: 0.3, h: 0.6 });
    dual.ascend({ x: 0.5, h: 0.5 });
    expect(largestDifference(numbersOf(dual.multipliers), [0.5 * 0.2, 0.5 * -0.1])).toBeLessThan(1e-7);
    dual.multipliers.dispose();
  });

  it('ascends by the running mean of the density', () => {
    const dual = new DualAscent(1, { x: 0, h: 0 });
    dual.ascend({ x: 1, h: 0 });
    dual.ascend({ x: 0, h: 1 });
    // Means after the second: x 0.95, h 0.05. Multipliers: x 1 + 0.95, h 0 + 0.05.
    expect(largestDifference(numbersOf(dual.multipliers), [1.95, 0.05])).toBeLessThan(1e-6);
    dual.multipliers.dispose();
  });
});
