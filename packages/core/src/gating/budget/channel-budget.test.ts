import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellDefinition } from '../../cells/registry.ts';
import {
  activeChannels,
  channelBudget,
  channelDensity,
  denseMacs,
  macDensity,
  type BudgetRequest,
  type ChannelBudget,
} from './channel-budget.ts';
import type { MaskSides } from './mask-sides.ts';

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

  it('in groups is what whole groups hold, the number of them nearest in MACs', () => {
    // 4 h (9 + h): 5,248 for 32, 7,840 for 40, 10,944 for 48; with all inputs 7,680 for 32, 10,880 for 40; target 7,987.
    expect(channelBudget({ ...request, groupSize: 8 })).toEqual({ x: 9, h: 40 });
    expect(channelBudget({ ...request, groupSize: 8, maskInputs: false })).toEqual({ x: 28, h: 32 });
    // Groups of 16: 5,248 for 32 is off by 2,739, 10,944 for 48 by 2,957.
    expect(channelBudget({ ...request, groupSize: 16 })).toEqual({ x: 9, h: 32 });
  });

  it('in groups bounds a smaller last one, and is never less than one group nor more than all units', () => {
    const of = (more: Partial<BudgetRequest>): ChannelBudget => channelBudget({ ...request, ...more });
    expect(of({ groupSize: 100, sparsity: 0.999 })).toEqual({ x: 1, h: 100 });
    expect(of({ groupSize: 100, sparsity: 0.01 })).toEqual({ x: 28, h: 128 });
    expect(of({ groupSize: 200 })).toEqual({ x: 9, h: 128 });
    // Three of 13 groups of 10 hold 30 channels, four 40; a quarter of 128 is 32. Of channels a tenth is 12.8.
    expect(of({ groupSize: 10, hiddenDensity: 0.25 })).toEqual({ x: 9, h: 30 });
    expect(of({ groupSize: 10, sparsityOf: 'channels' })).toEqual({ x: 3, h: 10 });
  });

  it('is a tenth of the units when rows alone are masked, of the channels when columns are', () => {
    // 4 · 13 · (28 + 128) = 8112 and 4 · 128 · (3 + 13) = 8192, against a tenth of 79,872.
    for (const sparsityOf of ['macs', 'channels'] as const) {
      expect(channelBudget({ ...request, sparsityOf, sides: 'rows' })).toEqual({ x: 28, h: 13 });
      expect(channelBudget({ ...request, sparsityOf, sides: 'columns' })).toEqual({ x: 3, h: 13 });
    }
    const macs = (sides: MaskSides, budget: ChannelBudget): number =>
      cell.macs(request.settings, 28, activeChannels(budget, 28, 128, sides));
    expect(macs('rows', { x: 28, h: 13 })).toBe(8112);
    expect(macs('columns', { x: 3, h: 13 })).toBe(8192);
    expect(macs('both', { x: 3, h: 13 })).toBe(4 * 13 * 16);
  });

  it('with columns alone masked and all inputs read leaves the units what the inputs do not cost', () => {
    // Half of 156 columns are 78, of which 28 are inputs; a tenth is less than the inputs alone.
    const columns = { ...request, sides: 'columns', maskInputs: false } as const;
    expect(channelBudget({ ...columns, sparsity: 0.5 })).toEqual({ x: 28, h: 50 });
    expect(channelBudget(columns)).toEqual({ x: 28, h: 1 });
  });

  it('follows a density that is set for one mask', () => {
    expect(channelBudget({ ...request, inputDensity: 0.5 })).toEqual({ x: 14, h: 40 });
    expect(channelBudget({ ...request, hiddenDensity: 0.25 })).toEqual({ x: 9, h: 32 });
    expect(channelBudget({ ...request, sides: 'rows', hiddenDensity: 0.25 })).toEqual({ x: 28, h: 32 });
    expect(channelBudget({ ...request, sides: 'columns', inputDensity: 0.5 })).toEqual({ x: 14, h: 13 });
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
        fc.constantFrom('both', 'rows', 'columns'),
        (features, units, sparsity, sparsityOf, maskInputs, sides) => {
          const settings = { ...request.settings, units };
          const { x, h } = channelBudget({
            ...request,
            settings,
            features,
            sparsity,
            sparsityOf,
            maskInputs,
            sides,
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
    for (const sides of ['rows', 'columns'] as const) {
      expect(channelBudget({ ...request, sparsity: 0, sides })).toEqual({ x: 28, h: 128 });
    }
  });

  it('has a MAC density that is the square of its channel density, or the same where one side is masked', () => {
    for (const unit of ['macs', 'channels'] as const) {
      expect(macDensity(0.9, unit)).toBeCloseTo(channelDensity(0.9, unit) ** 2, 12);
      expect(macDensity(0.9, unit, 'rows')).toBe(1 - 0.9);
      expect(channelDensity(0.9, unit, 'columns')).toBe(1 - 0.9);
    }
    expect(channelDensity(0.75, 'macs')).toBe(0.5);
    expect(macDensity(0.75, 'channels')).toBe(0.0625);
  });
});
