import { expect, it } from 'vitest';
import { requireEveryClass } from './every-class.ts';

const examples = { count: 3, inputs: new Float32Array(3), targets: Int32Array.of(0, 2, 0) };

it('a class without examples is refused, with the class and the setting', () => {
  expect(() => requireEveryClass(examples, 3, 'trainCount')).toThrow(
    /task.trainCount: 3 examples leave class 1 of 3 without any; .* raise it/,
  );
  expect(() => requireEveryClass(examples, 4, 'trainCount')).toThrow(/class 1/);
});

it('nothing is said where every class has an example', () => {
  const whole = { ...examples, targets: Int32Array.of(1, 0, 2) };
  expect(() => requireEveryClass(whole, 3, 'testCount')).not.toThrow();
});
