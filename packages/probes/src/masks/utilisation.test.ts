import { expect, it } from 'vitest';
import { binaryEntropy, utilisation } from './utilisation.ts';

it('of even use is 1 in entropy and effective channels, 0 in variation', () => {
  const even = utilisation(Float64Array.of(0.25, 0.25, 0.25, 0.25));
  expect([even.dead, even['always-on'], even['load-cv2']]).toEqual([0, 0, 0]);
  expect(even.entropy).toBeCloseTo(1, 14);
  expect(even.effective).toBeCloseTo(1, 14);
});

it('of one mask for everything shows dead and constant channels', () => {
  // p = 1 0 0 0: mean 1/4, variance 3/16, cv² 3; one effective channel of four.
  const fixed = utilisation(Float64Array.of(1, 0, 0, 0));
  expect(fixed).toEqual({ dead: 3 / 4, 'always-on': 1 / 4, entropy: 0, 'load-cv2': 3, effective: 1 / 4 });
});

it('of uneven use lies between', () => {
  // p = 1/2 1/4 1/4: mean 1/3, variance (1/36 + 2/144)/3 = 1/72, cv² 1/8; loads 1/2 1/4 1/4, entropy 1.5 ln 2.
  const uneven = utilisation(Float64Array.of(0.5, 0.25, 0.25));
  expect(uneven['load-cv2']).toBeCloseTo(1 / 8, 14);
  expect(uneven.effective).toBeCloseTo(2 ** 1.5 / 3, 14);
  const h = (p: number): number => -p * Math.log(p) - (1 - p) * Math.log(1 - p);
  expect(uneven.entropy).toBeCloseTo((h(0.5) + 2 * h(0.25)) / 3 / h(1 / 3), 14);
});

it('counts as dead below 0.1 % and as always on above 99.9 %', () => {
  const { dead, 'always-on': alwaysOn } = utilisation(Float64Array.of(0.0009, 0.001, 0.999, 0.9991));
  expect([dead, alwaysOn]).toEqual([1 / 4, 1 / 4]);
});

it('leaves undefined what has no meaning', () => {
  const off = utilisation(Float64Array.of(0, 0));
  expect([off.entropy, off['load-cv2'], off.effective]).toEqual([null, null, null]);
  expect(utilisation(Float64Array.of(1, 1)).entropy).toBeNull();
});

it('binary entropy is ln 2 at one half and 0 at the ends', () => {
  expect(binaryEntropy(0.5)).toBeCloseTo(Math.LN2, 15);
  expect([binaryEntropy(0), binaryEntropy(1)]).toEqual([0, 0]);
});
