import { tf, useBackend } from '@dsrnn/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { ActivityMeter } from './activity-meter.ts';

beforeAll(() => useBackend('wasm'));

describe('the activity meter', () => {
  it('averages over steps and samples, batches of any size', () => {
    const meter = new ActivityMeter(2, 3);
    tf.tidy(() => {
      // Two samples, two steps: inputs 1 + 2 and all; units 1 + 3 and 2 + 0.
      meter.observe(tf.tensor2d([[1, 0], [1, 1]]), tf.tensor2d([[0, 0, 1], [1, 1, 1]])); // prettier-ignore
      meter.observe(null, tf.tensor2d([[1, 1, 0], [0, 0, 0]])); // prettier-ignore
      meter.add(2);
      // Four samples, one step, one mask for all of them.
      meter.observe(tf.tensor2d([[0, 1]]), null);
      meter.add(4);
    });
    expect(meter.mean()).toEqual({ x: (3 + 4 + 4) / 8, h: (4 + 2 + 12) / 8 });
  });

  it('counts a soft gate that is open at all', () => {
    const meter = new ActivityMeter(1, 4);
    tf.tidy(() => {
      meter.observe(null, tf.tensor2d([[0, 0.001, 0.5, 1]]));
      meter.add(1);
    });
    expect(meter.mean().h).toBe(3);
  });
});
