import { tf, useBackend } from '@dsrnn/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { ActivityMeter } from './activity-meter.ts';

beforeAll(() => useBackend('wasm'));

describe('the activity meter', () => {
  it('averages over steps and samples, batches of any size', async () => {
    const meter = new ActivityMeter(2, 3);
    tf.tidy(() => {
      // Two samples, two steps: inputs 1 + 2 and all; units 1 + 3 and 2 + 0.
      meter.observe('x', tf.tensor2d([[1, 0], [1, 1]])); // prettier-ignore
      meter.observe('h', tf.tensor2d([[0, 0, 1], [1, 1, 1]])); // prettier-ignore
      meter.observe('x', null);
      meter.observe('h', tf.tensor2d([[1, 1, 0], [0, 0, 0]])); // prettier-ignore
      meter.add(2);
      // Four samples, two steps as well, one mask for all of them, and an engine that counted units itself.
      meter.observe('x', tf.tensor2d([[0, 1]]));
      meter.observe('x', tf.tensor2d([[0, 0]]));
      meter.observe('h', 2.25);
      meter.add(4);
    });
    expect(await meter.mean()).toEqual({ x: (3 / 2 + 4 / 2 + 4 / 2) / 6, h: (4 / 2 + 2 / 2 + 2.25 * 4) / 6 });
  });

  it('counts a soft gate that is open at all', async () => {
    const meter = new ActivityMeter(1, 4);
    tf.tidy(() => {
      meter.observe('x', null);
      meter.observe('h', tf.tensor2d([[0, 0.001, 0.5, 1]]));
      meter.add(1);
    });
    expect((await meter.mean()).h).toBe(3);
  });
});
