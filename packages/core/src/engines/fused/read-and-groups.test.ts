/** Columns of the step before, and units in groups: the fused engine against the reference. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { given, routed, type Gated, type RoutedOptions } from '../../../test/engine-cases.ts';
import { expectSame, run, sizes } from '../../../test/engines-agree.ts';
import { useBackend } from '../../backends/backend.ts';
import type { CellDefinition } from '../../cells/cell.ts';
import { cells } from '../../cells/registry.ts';
import type { MaskGradient } from '../../gating/estimators/mask-gradient.ts';
import { estimators } from '../../gating/estimators/registry.ts';
import type { RouterInput } from '../../gating/routers/router-input.ts';
import { tf } from '../../tensor/tf.ts';
import type { ReadoutKind } from '../recurrence.ts';

const allCells = cells as readonly unknown[] as readonly CellDefinition[];
const readouts = fc.constantFrom<ReadoutKind>('last', 'mean', 'steps');
const inactives = fc.constantFrom('carry' as const, 'zero' as const);
const coins = fc.boolean();

beforeAll(() => useBackend('wasm'));

describe.each(allCells.map((cell) => [cell.kind, cell] as const))('fused %s', (_kind, cell) => {
  const nonlinear = cell.recurrence === 'nonlinear';
  const reads = nonlinear ? (['current', 'previous'] as const) : (['current'] as const);
  const same = (gated: fc.Arbitrary<Gated>, numRuns: number): Promise<void> =>
    fc.assert(
      fc.asyncProperty(sizes, gated, readouts, (size, how, readout) => expectSame(cell, size, how, readout)),
      { numRuns, seed: 9 },
    );
  const inputs: readonly RouterInput[] = nonlinear ? ['x', 'ema', 'xh', 'xh', 'mean'] : ['x', 'ema', 'mean'];
  const how = (read: (typeof reads)[number]) =>
    fc.record({
      // Of at most 13 units: single ones, a smaller last group, one group of all.
      groupSize: read === 'previous' ? fc.constantFrom(1, 3, 4, 8, 16) : fc.constantFrom(3, 4, 8, 16),
      read: fc.constant(read),
      input: fc.constantFrom(...inputs),
      maskInputs: coins,
      inactive: inactives,
      detachState: coins,
      share: fc.constantFrom(0.01, 0.3, 0.6, 1),
      balanceWeight: fc.constantFrom(0, 0, 0.7),
      softBudget: fc.constantFrom(null, { weight: 0.8 }, { multipliers: tf.tensor1d([0.4, -1.2]) }),
    });

  describe.each(reads)('that reads %s', (read) => {
    it.each(estimators.map(({ kind }) => [kind] as const))('routes groups with %s', (estimator) =>
      same(
        how(read).map(({ input, ...rest }) => routed(input, { kind: estimator }, rest)),
        30,
      ),
    );
  });

  if (nonlinear) {
    it('reads by given masks of the step before, hard or soft, and returns their gradients', () =>
      same(
        fc
          .record({
            gradient: fc.constantFrom<MaskGradient>('none', 'active', 'all'),
            inactive: inactives,
            maskInputs: coins,
            soft: coins,
            scope: fc.constantFrom('step' as const, 'sequence' as const),
            rows: fc.constantFrom('batch' as const, 'one' as const),
          })
          .map(({ gradient, inactive, ...rest }) => given(gradient, inactive, { ...rest, read: 'previous' })),
        60,
      ));

    it('gives the same bits in groups of one as without groups, and with another rule others', async () => {
      const size = { batch: 3, time: 4, features: 5, units: 7, seed: 3 };
      const gated = (options: RoutedOptions): Gated =>
        routed('ema', { kind: 'active-only' }, { share: 0.4, ...options });
      const outputs = async (options: RoutedOptions): Promise<Float32Array> =>
        (await run('fused', cell, size, gated(options), 'steps')).output;
      const plain = await outputs({});
      expect(await outputs({ groupSize: 1, read: 'current' })).toEqual(plain);
      expect(await outputs({ read: 'previous' })).not.toEqual(plain);
      expect(await outputs({ groupSize: 2 })).not.toEqual(plain);
    });
  }
});
