/** S4D whose channels are masked in groups of whole panels: the kernels over panels against the reference engine. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { hiddenBudget, routed } from '../../../test/engine-cases.ts';
import { expectSame, run } from '../../../test/engines-agree.ts';
import { useBackend } from '../../backends/backend.ts';
import { cellDefinition } from '../../cells/registry.ts';
import type { RouterInput } from '../../gating/routers/router-input.ts';
import type { ReadoutKind } from '../recurrence.ts';

beforeAll(() => useBackend('wasm'));

const cell = cellDefinition('s4d');

/** One panel and several, a last panel and a last group that end early. */
const sizes = fc.record({
  batch: fc.integer({ min: 1, max: 4 }),
  time: fc.integer({ min: 1, max: 9 }),
  features: fc.constantFrom(1, 2, 6),
  units: fc.constantFrom(1, 8, 13, 29, 40),
  seed: fc.integer({ min: 1, max: 1000 }),
});
const how = fc.record({
  groupSize: fc.constantFrom(8, 16, 24),
  maskInputs: fc.boolean(),
  share: fc.constantFrom(0.01, 0.3, 0.6, 1),
  balanceWeight: fc.constantFrom(0, 0.7),
  softBudget: fc.constantFrom(null, { weight: 0.8 }),
});
const configs = fc.record({
  layers: fc.constantFrom(1, 2),
  norm: fc.constantFrom('layer', 'none'),
  stateSize: fc.constantFrom(4, 10),
});
const readouts = fc.constantFrom<ReadoutKind>('last', 'mean', 'steps');

describe('a fused S4D over groups', () => {
  it.each(['x', 'ema', 'mean'] as const)('is the reference, with a router of %s', (input: RouterInput) =>
    fc.assert(
      fc.asyncProperty(sizes, how, configs, readouts, (size, options, config, readout) =>
        expectSame(cell, size, routed(input, { kind: 'active-only' }, options), readout, config),
      ),
      { numRuns: 20, seed: 14 },
    ),
  );

  it.each(['hard-concrete', 'top-k-ste'] as const)('is the reference, with gates of %s', (estimator) =>
    fc.assert(
      fc.asyncProperty(sizes, how, configs, readouts, (size, options, config, readout) =>
        expectSame(cell, size, routed('ema', { kind: estimator }, options), readout, config),
      ),
      { numRuns: 12, seed: 15 },
    ),
  );

  it('is the reference beyond the length of direct sums', () =>
    expectSame(
      cell,
      { batch: 3, time: 150, features: 2, units: 29, seed: 5 },
      routed('x', { kind: 'active-only' }, { groupSize: 8, share: 0.3 }),
      'steps',
    ));

  it('gives a sample the same bits alone as in a batch', async () => {
    const size = { batch: 1, time: 100, features: 3, units: 24, seed: 8 };
    const gated = routed('ema', { kind: 'active-only' }, { groupSize: 8, share: 0.3 });
    const alone = (await run('fused', cell, size, gated, 'steps')).output;
    const together = (await run('fused', cell, { ...size, batch: 3 }, gated, 'steps')).output;
    expect(hiddenBudget(0.3, 24, 8)).toBe(8);
    expect(together.subarray(0, alone.length)).toEqual(alone);
  });
});
