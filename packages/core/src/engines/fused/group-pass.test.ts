/** Cells whose units are masked in groups of whole panels: the kernels over groups against the reference engine. */
import fc from 'fast-check';
import { beforeAll, describe, it } from 'vitest';
import { routed } from '../../../test/engine-cases.ts';
import { expectSame } from '../../../test/engines-agree.ts';
import { useBackend } from '../../backends/backend.ts';
import { cellDefinition } from '../../cells/registry.ts';
import type { RouterInput } from '../../gating/routers/router-input.ts';
import type { ReadoutKind } from '../recurrence.ts';

beforeAll(() => useBackend('wasm'));

/** Several groups and panels, a last group that ends early; more columns than a block of them. */
const sizes = fc.record({
  batch: fc.integer({ min: 1, max: 5 }),
  time: fc.integer({ min: 1, max: 4 }),
  features: fc.constantFrom(1, 6, 17, 130),
  units: fc.constantFrom(1, 8, 13, 29, 40, 57, 150),
  seed: fc.integer({ min: 1, max: 1000 }),
});

const how = fc.record({
  groupSize: fc.constantFrom(8, 16, 24),
  read: fc.constantFrom('current' as const, 'previous' as const),
  maskInputs: fc.boolean(),
  inactive: fc.constantFrom('carry' as const, 'zero' as const),
  detachState: fc.boolean(),
  share: fc.constantFrom(0.01, 0.3, 0.6, 1),
  balanceWeight: fc.constantFrom(0, 0.7),
  softBudget: fc.constantFrom(null, { weight: 0.8 }),
});

describe.each(['lstm', 'gru'] as const)('a fused %s over groups', (kind) => {
  const cell = cellDefinition(kind);

  it.each(['x', 'ema', 'xh', 'mean'] as const)(
    'is the reference, with a router of %s',
    (input: RouterInput) =>
      fc.assert(
        fc.asyncProperty(
          sizes,
          how,
          fc.constantFrom<ReadoutKind>('last', 'mean', 'steps'),
          (size, options, readout) =>
            expectSame(cell, size, routed(input, { kind: 'active-only' }, options), readout),
        ),
        { numRuns: 25, seed: 12 },
      ),
  );

  it.each(['top-k-ste', 'hard-concrete'] as const)('evaluates what was trained with %s', (estimator) =>
    fc.assert(
      fc.asyncProperty(sizes, how, (size, options) =>
        expectSame(cell, size, routed('x', { kind: estimator }, options), 'steps'),
      ),
      { numRuns: 10, seed: 13 },
    ),
  );
});
