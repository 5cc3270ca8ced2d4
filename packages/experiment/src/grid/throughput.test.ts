import { expect, test } from 'vitest';
import type { GridRun } from './expand-grid.ts';
import { registries } from '../identity/registered.ts';
import { guessedThroughput, tryThroughput } from './throughput.ts';

/** A tiny run on a task of four parts, under a strategy or none. */
const run = (strategy?: { readonly kind: string }): GridRun =>
  ({
    key: 'none',
    labels: {},
    spec: {
      architecture: { kind: 'lstm', units: 4 },
      method: { kind: 'dense' },
      sparsity: 0,
      sparsityOf: 'macs',
      task: { kind: 'sinusoids', tasks: 4, length: 8 },
      train: { steps: 100, batchSize: 4 },
      seed: 1,
      backend: 'wasm',
      engine: 'fused',
      ...(strategy === undefined ? {} : { strategy }),
    },
  }) as unknown as GridRun;

test('the speed that is tried is that of plain steps, however much a strategy does besides', async () => {
  const counted: number[] = [];
  const counting = {
    ...registries,
    plan: (spec: GridRun['spec']) => {
      const plan = registries.plan(spec);
      counted.push(plan.stepMacs);
      return plan;
    },
  };
  await tryThroughput([run({ kind: 'gem' })], counting, guessedThroughput);
  const plain = registries.plan(run().spec).stepMacs;
  expect(registries.plan(run({ kind: 'gem' }).spec).stepMacs).toBeGreaterThan(2 * plain);
  expect(counted).toEqual([plain]);
});
