import { createRng } from '@dsrnn/portable';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { stratifiedOrder } from './stratified-order.ts';

const labelLists = fc.uint8Array({ min: 0, max: 4, minLength: 1, maxLength: 120 });

it('contains every example once, whatever the labels and the seed', () => {
  fc.assert(
    fc.property(labelLists, fc.integer({ min: 1, max: 1e6 }), (labels, seed) => {
      const order = [...stratifiedOrder(labels, createRng(seed))].sort((a, b) => a - b);
      expect(order).toEqual(Array.from(labels, (_, i) => i));
    }),
  );
});

it('holds every class within one example of its share in each prefix', () => {
  fc.assert(
    fc.property(labelLists, fc.integer({ min: 1, max: 1e6 }), fc.nat(119), (labels, seed, end) => {
      const order = stratifiedOrder(labels, createRng(seed));
      const last = order[Math.min(end, labels.length - 1)]!;
      // At the place of any example, a class of n has had round(n · place) of its own, within one half.
      const prefix = order.slice(0, order.indexOf(last) + 1);
      const own = labels.filter((label) => label === labels[last]).length;
      const seen = prefix.filter((index) => labels[index] === labels[last]).length;
      const place = (seen - 0.5) / own;
      for (const label of new Set(labels)) {
        const size = labels.filter((other) => other === label).length;
        const had = prefix.filter((index) => labels[index] === label).length;
        expect(Math.abs(had - size * place)).toBeLessThanOrEqual(0.5 + 1e-9);
      }
    }),
  );
});

it('interleaves two classes by hand: four of class 0 and two of class 1', () => {
  // Places: class 0 at 1/8, 3/8, 5/8, 7/8; class 1 at 1/4, 3/4.
  const labels = Uint8Array.from([0, 0, 0, 0, 1, 1]);
  const order = stratifiedOrder(labels, createRng(3));
  expect([...order].map((index) => labels[index])).toEqual([0, 1, 0, 0, 1, 0]);
});

it('changes with the seed and repeats with it', () => {
  const labels = new Uint8Array(100);
  expect(stratifiedOrder(labels, createRng(1))).toEqual(stratifiedOrder(labels, createRng(1)));
  expect(stratifiedOrder(labels, createRng(1))).not.toEqual(stratifiedOrder(labels, createRng(2)));
});
