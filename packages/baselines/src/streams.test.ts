/** Every method as a stream: what its model gives over a sequence, step by step, or a refusal that says why. */
import { cells, createModel, createStream, tf, useBackend, type CellDefinition } from '@dsrnn/core';
import { largestDifference, numbersOf, toyContext, toyMode, toySequences } from '@dsrnn/core/testing';
import { createRng } from '@dsrnn/portable';
import { beforeAll, describe, expect, it } from 'vitest';
import { methods } from './registry.ts';

const [TIME, FEATURES, UNITS, OUTPUTS] = [6, 5, 9, 3];
const all = cells as readonly unknown[] as readonly CellDefinition[];

beforeAll(() => useBackend('wasm'));

describe.each(all.map((cell) => [cell.kind, cell] as const))('over %s', (_kind, cell) => {
  it.each(methods.map((method) => [method.kind, method] as const))('%s streams', (kind, method) => {
    const context = toyContext(method, cell, { units: UNITS, features: FEATURES, time: TIME, sparsity: 0.6 });
    const rng = createRng(2);
    const model = createModel(method.create(context, rng), { kind: 'steps', outputs: OUTPUTS }, rng);
    if (kind === 'random-mask') {
      expect(() => createStream(model)).toThrow(/differ by sample or step, as random m/);
    } else {
      const xs = toySequences(1, TIME, FEATURES, createRng(1));
      const whole = tf.tidy(() => numbersOf(model.forward(xs, toyMode(false)).outputs));
      const inputs = xs.dataSync<'float32'>();
      const stream = createStream(model);
      const steps = Array.from({ length: TIME }, (_, t) => [
        ...stream.step(inputs.slice(t * FEATURES, (t + 1) * FEATURES)),
      ]);
      expect(largestDifference(steps.flat(), whole)).toBeLessThan(5e-5);
      expect(Math.max(...whole.map(Math.abs))).toBeGreaterThan(1e-3);
      stream.dispose();
      xs.dispose();
    }
    model.dispose();
  });
});
