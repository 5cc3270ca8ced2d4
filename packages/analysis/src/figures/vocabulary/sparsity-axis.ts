/** The horizontal axis of figures against sparsity. */
import type { SparsityUnit } from '@dsrnn/records';
import { distinctNumbers } from '../../order.ts';
import { sixDigits } from './numbers.ts';
import type { HorizontalAxis } from './horizontal-axis.ts';

/** Relative shift in density between neighbouring methods, so that their error bars stand side by side. */
const DODGE = 0.024;

/** Factor by which the axis of a single sparsity goes beyond it on either side. */
const SINGLE_ROOM = 1.25;

const TITLES: Readonly<Record<SparsityUnit, readonly [string, ...string[]]>> = {
  macs: [
    'sparsity of the recurrent core (% of MACs left out)',
    'sparsity (% of MACs left out)',
    'sparsity (% of MACs)',
    'sparsity (%)',
  ],
  channels: [
    'sparsity of the masks (% of channels switched off)',
    'sparsity (% of channels off)',
    'sparsity (%)',
  ],
};

/**
 * Logarithmic in the density 1 − s, because the cost of the core halves from tick to tick there and high sparsities
 * stay apart; its labels are the sparsities that occur. Every method that is plotted has its shifted place within.
 */
export function sparsityAxis(
  plotted: readonly { readonly sparsity: number; readonly method: string }[],
  unit: SparsityUnit,
): HorizontalAxis {
  const sparsities = distinctNumbers(plotted.map(({ sparsity }) => sparsity));
  const densities = sparsities.map((sparsity) => sixDigits(1 - sparsity));
  const [least, most] = [densities.at(-1) ?? 0.1, densities[0] ?? 1];
  const methodCount = new Set(plotted.map(({ method }) => method)).size;
  return {
    titles: TITLES[unit],
    // A single sparsity gets some room, or else all methods would stand on one spot.
    domain:
      least < most
        ? [
            sixDigits(sparsityPosition(1 - least, methodCount - 1, methodCount)),
            sixDigits(sparsityPosition(1 - most, 0, methodCount)),
          ]
        : [sixDigits(least / SINGLE_ROOM), sixDigits(most * SINGLE_ROOM)],
    reverse: true,
    ticks: densities,
    labelExpr: "format(100 * (1 - datum.value), '.3~r')",
  };
}

/** Where the method with this index stands on that axis: shifted by a few pixels against the others, in their order. */
export function sparsityPosition(sparsity: number, index: number, methodCount: number): number {
  return (1 - sparsity) * (1 - DODGE * (index - (methodCount - 1) / 2));
}
