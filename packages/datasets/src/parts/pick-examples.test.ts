import { expect, it } from 'vitest';
import { pickExamples } from './pick-examples.ts';

it('copies the chosen examples with their targets, in the order asked for', () => {
  const inputs = Float32Array.of(1, 2, 3, 4, 5, 6);
  const picked = pickExamples({ count: 3, inputs, targets: Int32Array.of(7, 8, 9) }, [2, 0]);
  expect(picked).toEqual({ count: 2, inputs: Float32Array.of(5, 6, 1, 2), targets: Int32Array.of(9, 7) });
  picked.inputs.fill(0);
  expect([...inputs]).toEqual([1, 2, 3, 4, 5, 6]);
});

it('chooses none as an empty split', () => {
  const one = { count: 1, inputs: Float32Array.of(1), targets: Int32Array.of(0) };
  expect(pickExamples(one, [])).toEqual({ count: 0, inputs: new Float32Array(), targets: new Int32Array() });
});
