/** The fused engine against the reference: the same outputs and the same gradients, whatever is asked of it. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { dense, delta, given, routed, withoutGradient, type Gated } from '../../../test/engine-cases.ts';
import { expectSame, run, sizes } from '../../../test/engines-agree.ts';
import { useBackend } from '../../backends/backend.ts';
import type { CellDefinition } from '../../cells/cell.ts';
import { cells } from '../../cells/registry.ts';
import type { MaskGradient } from '../../gating/estimators/mask-gradient.ts';
import { estimators } from '../../gating/estimators/registry.ts';
import type { RouterInput } from '../../gating/routers/router-input.ts';
import { tf } from '../../tensor/tf.ts';
import type { ReadoutKind } from '../recurrence.ts';
import { fusedCellOf } from './registry.ts';
import { canFuse } from './unroll-fused.ts';

const fusedCells = (cells as readonly unknown[] as readonly CellDefinition[]).filter(
  (cell) => fusedCellOf(cell) !== undefined,
);

/** Settings of a cell besides those that suit a toy. */
const variants: Readonly<Record<string, readonly Record<string, unknown>[]>> = {
  s4d: [
    { norm: 'layer', units: 6 },
    { layers: 2, stateSize: 6 },
    { init: 'legs', stateSize: 4, layers: 2, norm: 'layer' },
  ],
  ltc: [{ unfolds: 1 }, { unfolds: 3, elapsed: 0.5 }],
};

const readouts = fc.constantFrom<ReadoutKind>('last', 'mean', 'steps');

describe.each(fusedCells.map((cell) => [cell.kind, cell] as const))('fused %s', (_kind, cell) => {
  beforeAll(() => useBackend('wasm'));

  const same = (gated: fc.Arbitrary<Gated>, numRuns: number): Promise<void> =>
    fc.assert(
      fc.asyncProperty(sizes, gated, readouts, (size, how, readout) => expectSame(cell, size, how, readout)),
      { numRuns, seed: 7 },
    );

  it('is the dense cell', () => same(fc.constant(dense), 25));

  it('is the delta network', () =>
    same(
      fc.tuple(fc.constantFrom(0, 0.05, 0.4), fc.constantFrom(0, 0.02, 0.2)).map(([x, h]) => delta(x, h)),
      25,
    ));

  it('takes masks that are given, hard or soft, a step or a sequence, and returns their gradients', () =>
    same(
      fc
        .record({
          gradient: fc.constantFrom<MaskGradient>('none', 'active', 'all'),
          inactive: fc.constantFrom('carry' as const, 'zero' as const),
          maskInputs: fc.boolean(),
          soft: fc.boolean(),
          scope: fc.constantFrom('step' as const, 'sequence' as const),
          rows: fc.constantFrom('batch' as const, 'one' as const),
        })
        .map(({ gradient, inactive, ...rest }) => given(gradient, inactive, rest)),
      60,
    ));

  it.each(estimators.map(({ kind }) => [kind] as const))('routes with %s', (estimator) =>
    same(
      fc
        .record({
          input: fc.constantFrom<RouterInput>(
            'x',
            'ema',
            'first',
            'mean',
            'pool',
            'identity',
            ...(cell.recurrence === 'nonlinear' ? (['xh', 'xh', 'xh'] as const) : []),
          ),
          maskInputs: fc.boolean(),
          inactive: fc.constantFrom('carry' as const, 'zero' as const),
          detachState: fc.boolean(),
          share: fc.constantFrom(0.01, 0.3, 0.6, 1),
          balanceWeight: fc.constantFrom(0, 0, 0.7),
          softBudget: fc.constantFrom(null, { weight: 0.8 }, { multipliers: tf.tensor1d([0.4, -1.2]) }),
          // Estimators may take turns.
          step: fc.constantFrom(0, 1),
        })
        .map(({ input, ...rest }) => routed(input, { kind: estimator }, rest)),
      30,
    ),
  );

  it('routes with an estimator that gives no gradient: penalties alone teach the router', () =>
    same(
      fc
        .record({
          input: fc.constantFrom<RouterInput>(
            'x',
            'mean',
            ...(cell.recurrence === 'nonlinear' ? (['xh'] as const) : []),
          ),
          maskInputs: fc.boolean(),
          balanceWeight: fc.constantFrom(0, 0.7),
        })
        .map(({ input, ...rest }) =>
          routed(input, { kind: 'top-k-ste' }, { ...rest, definition: withoutGradient }),
        ),
      20,
    ));

  it.each((variants[cell.kind] ?? []).map((config) => [JSON.stringify(config), config] as const))(
    'with settings %s',
    async (_text, { units = 8, ...config }) => {
      const size = { batch: 3, time: 7, features: 4, units: units as number, seed: 5 };
      for (const gated of [
        dense,
        delta(0.1, 0.05),
        given('all', 'carry', { soft: true }),
        given('active', 'carry'),
        routed('ema', { kind: 'top-k-ste' }, { share: 0.7 }),
      ]) {
        await expectSame(cell, size, gated, 'steps', config);
      }
    },
  );

  it('is the same over a sequence long enough for transforms and several chunks of weight gradients', async () => {
    const size = { batch: 24, time: 90, features: 3, units: 5, seed: 2 };
    for (const gated of [dense, delta(0.1, 0.05), routed('ema', { kind: 'top-k-ste' })]) {
      await expectSame(cell, size, gated, 'mean');
    }
  });

  it('gives the same bits twice', async () => {
    const size = { batch: 3, time: 4, features: 5, units: 7, seed: 3 };
    const gated =
      cell.recurrence === 'nonlinear'
        ? routed('xh', { kind: 'top-k-ste' })
        : routed('ema', { kind: 'top-k-ste' });
    const once = await run('fused', cell, size, gated, 'mean');
    expect(await run('fused', cell, size, gated, 'mean')).toEqual(once);
  });
});

describe('the registry of the fused engine', () => {
  it('goes by definition: a copy of a cell with another step is left to the reference', () => {
    for (const cell of fusedCells) {
      expect(canFuse({ cell, gating: { kind: 'dense' } })).toBe(true);
      expect(canFuse({ cell: { ...cell }, gating: { kind: 'dense' } })).toBe(false);
    }
  });
});
