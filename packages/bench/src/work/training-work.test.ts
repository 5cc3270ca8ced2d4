import { backendDefinition, hostMemory } from '@dsrnn/core';
import { expect, test } from 'vitest';
import { dense } from '../cases/variants.ts';
import { trainingWork, withIdentity, type TrainingSpec } from './training-work.ts';

const { name: _name, what: _what, ...kind } = dense;
const spec: Omit<TrainingSpec, 'backend'> = {
  ...{ ...kind, architecture: { kind: 'lstm', units: 6 } },
  ...{ features: 3, time: 2, outputs: 2, batch: 4, engine: 'reference' },
};

test('on another backend in host memory each step is a timing', async () => {
  const work = await trainingWork({ ...spec, backend: 'cpu' });
  const times = await work.take(2);
  expect(times).toHaveLength(2);
  for (const time of times) expect(time).toBeGreaterThan(0);
});

const obstacle = await backendDefinition('webgpu').obstacle();
const where = obstacle === null ? 'webgpu' : `webgpu (skipped: ${obstacle.problem})`;

// A turn is 33 steps and an evaluation. What is handed out and not waited for would be missing.
test.skipIf(obstacle !== null)(`${where}: a timing covers the work, not only its handing out`, async () => {
  const work = await trainingWork({ ...spec, backend: 'webgpu' });
  expect(hostMemory()).toBe(false);
  const start = performance.now();
  const [stepMs = NaN, ...more] = await work.take(1);
  const wallMs = performance.now() - start;
  expect(more).toEqual([]);
  expect(33 * stepMs).toBeGreaterThan(wallMs / 3);
});

test('the last features of every step say which task a sequence is of; tasks take turns', () => {
  const inputs = Float32Array.from({ length: 3 * 2 * 3 }, (_, i) => i + 10);
  expect([...withIdentity(inputs, 2, 3, 2)]).toEqual(
    [
      [10, 1, 0],
      [13, 1, 0],
      [16, 0, 1],
      [19, 0, 1],
      [22, 1, 0],
      [25, 1, 0],
    ].flat(),
  );
});
