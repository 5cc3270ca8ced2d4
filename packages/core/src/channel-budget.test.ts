import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellDefinition } from './cells/registry.ts';
import {
  channelBudget,
  channelDensity,
  denseMacs,
  macDensity,
  type BudgetRequest,
} from './channel-budget.ts';

const cell = cellDefinition('lstm');
const request: BudgetRequest = {
  cell,
  settings: cell.config.parse({ kind: 'lstm', units: 128 }),
  features: 28,
  sparsity: 0.9,
  sparsityOf: 'macs',
  maskInputs: true,
  inputDensity: null,
  hiddenDensity: null,
};
const coreMacs = ({ x, h }: { x: number; h: number }): number =>
  cell.macs(request.settings, 28, { rows: h, x, h });

describe('the channel budget of 28 inputs and 128 units at sparsity 0.9', () => {
  it('is 9 and 40, which cost 7,840 of 79,872 MACs', () => {
    // p = √0.1 = 0.3162: 28 p = 8.9, 128 p = 40.5. 4 · 40 · (9 + 40) = 7840.
    expect(channelBudget(request)).toEqual({ x: 9, h: 40 });
    expect(coreMacs({ x: 9, h: 40 })).toBe(7840);
    expect(denseMacs(cell, request.settings, 28)).toBe(79872);
  });

  it('is 28 and 33 when all inputs are read', () => {
    // 4 h (28 + h): 7680 for 32, 8052 for 33, 8432 for 34; nearest to 7987.2 is 8052.
    expect(channelBudget({ ...request, maskInputs: false })).toEqual({ x: 28, h: 33 });
  });

  it('is 3 and 13 when sparsity counts channels', () => {
    expect(channelBudget({ ...request, sparsityOf: 'channels' })).toEqual({ x: 3, h: 13 });
  });

  it('follows a density that is set for one mask', () => {
    expect(channelBudget({ ...request, inputDensity: 0.5 })).toEqual({ x: 14, h: 40 });
    expect(channelBudget({ ...request, hiddenDensity: 0.25 })).toEqual({ x: 9, h: 32 });
  });
});

describe('a channel budget', () => {
  it('never leaves a mask empty nor exceeds its channels', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.constantFrom('macs', 'channels'),
        fc.boolean(),
        (features, units, sparsity, sparsityOf, maskInputs) => {
          const settings = { ...request.settings, units };
          const { x, h } = channelBudget({
            ...request,
            settings,
            features,
            sparsity,
            sparsityOf,
            maskInputs,
          });
          expect(x).toBeGreaterThanOrEqual(1);
          expect(x).toBeLessThanOrEqual(features);
          expect(h).toBeGreaterThanOrEqual(1);
          expect(h).toBeLessThanOrEqual(units);
        },
      ),
      { seed: 1 },
    );
  });

  it('meets the MACs of a cell whose units cost something by themselves', () => {
    // S4D, one input, 32 modes: k + 256 k + 2 k²: 6279 for 21, 6622 for 22, 6969 for 23; a tenth of 65,664 is 6566.4.
    const s4d = cellDefinition('s4d');
    const settings = s4d.config.parse({ kind: 's4d', units: 128 });
    const budget = channelBudget({ ...request, cell: s4d, settings, features: 1 });
    expect(budget).toEqual({ x: 1, h: 22 });
    expect(channelBudget({ ...request, cell: s4d, settings, features: 1, sparsityOf: 'channels' }).h).toBe(
      13,
    );
  });

  it('is everything at sparsity 0', () => {
    expect(channelBudget({ ...request, sparsity: 0 })).toEqual({ x: 28, h: 128 });
    expect(channelBudget({ ...request, sparsity: 0, maskInputs: false })).toEqual({ x: 28, h: 128 });
  });

  it('has a MAC density that is the square of its channel density', () => {
    for (const unit of ['macs', 'channels'] as const) {
      expect(macDensity(0.9, unit)).toBeCloseTo(channelDensity(0.9, unit) ** 2, 12);
    }
    expect(channelDensity(0.75, 'macs')).toBe(0.5);
    expect(macDensity(0.75, 'channels')).toBe(0.0625);
  });
});
