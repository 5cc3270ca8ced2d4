/**
 * How many channels stay active for a target sparsity.
 *
 * Rows and columns are both masked, so the core costs about p² of dense at channel density p:
 *   sparsity of MACs s      →  p = √(1 − s)      (s = 0.9 → p = 0.316, the iso-MAC point of RigL-90 and Delta-90)
 *   sparsity of channels s  →  p = 1 − s         (s = 0.9 → p = 0.1, about 1 % of the MACs)
 *
 * Where only one side is masked, the core costs p of dense, and both readings of s give p = 1 − s:
 *   rows      k_h of H units are computed, from all channels         share of the MACs k_h / H
 *   columns   all units are computed, from k_x + k_h channels        share of an LSTM's MACs (k_x + k_h) / (D + H)
 */
import type { ActiveChannels, CellDefinition, CellSettings } from '../../cells/cell.ts';
import type { MaskSides } from './mask-sides.ts';

/** What the sparsity number counts. */
export type SparsityUnit = 'macs' | 'channels';

/** Share of channels that stay active, in (0, 1]. */
export function channelDensity(sparsity: number, unit: SparsityUnit, sides: MaskSides = 'both'): number {
  return unit === 'macs' && sides === 'both' ? Math.sqrt(1 - sparsity) : 1 - sparsity;
}

/** Share of the dense core's MACs that stays, in (0, 1]. */
export function macDensity(sparsity: number, unit: SparsityUnit, sides: MaskSides = 'both'): number {
  return unit === 'macs' || sides !== 'both' ? 1 - sparsity : (1 - sparsity) * (1 - sparsity);
}

/** Active input and hidden channels, each at least 1. */
export interface ChannelBudget {
  readonly x: number;
  readonly h: number;
}

/** What the channels of a budget mean for the products of a cell of so many `features` and `units`. */
export function activeChannels(
  { x, h }: ChannelBudget,
  features: number,
  units: number,
  sides: MaskSides = 'both',
): ActiveChannels {
  switch (sides) {
    case 'both':
      return { rows: h, x, h };
    case 'rows':
      return { rows: h, x: features, h: units };
    case 'columns':
      return { rows: units, x, h };
  }
}

/** What a budget depends on. */
export interface BudgetRequest {
  readonly cell: CellDefinition;
  readonly settings: CellSettings;
  readonly features: number;
  readonly sparsity: number;
  readonly sparsityOf: SparsityUnit;
  /** false: every input is read, and the hidden budget grows or shrinks to keep the MACs. */
  readonly maskInputs: boolean;
  /** Overrides of the density of each mask, or null. */
  readonly inputDensity: number | null;
  readonly hiddenDensity: number | null;
  /** What the masks act on; absent: `both`. For `rows` every input is read. */
  readonly sides?: MaskSides | undefined;
}

/**
 * Channels to keep. With inputs unmasked, or in a cell whose units cost something by themselves (s4d), the count whose
 * core MACs come nearest to the target.
 */
export function channelBudget(request: BudgetRequest): ChannelBudget {
  const { features, settings, sparsity, sparsityOf, inputDensity, hiddenDensity, sides = 'both' } = request;
  const maskInputs = request.maskInputs && sides !== 'rows';
  const density = channelDensity(sparsity, sparsityOf, sides);
  const keep = (n: number, share: number): number => Math.min(n, Math.max(1, Math.round(n * share)));
  const x = maskInputs ? keep(features, inputDensity ?? density) : features;
  if (hiddenDensity !== null) return { x, h: keep(settings.units, hiddenDensity) };
  // Every cell's MACs fall with its rows, whatever is read.
  if (sides === 'rows') return { x, h: keep(settings.units, density) };
  // MACs fall with the density of columns, or its square, only where all of them are in products.
  const inProducts = fixedMacs(request.cell, settings, features) === 0 || sparsityOf === 'channels';
  if (maskInputs && inProducts) return { x, h: keep(settings.units, density) };
  if (!maskInputs || inputDensity !== null) return nearest(request, () => x);
  return nearest(request, (h) => keep(features, h / settings.units));
}

/** MACs of the dense core per step and sample. */
export function denseMacs(cell: CellDefinition, settings: CellSettings, features: number): number {
  return cell.macs(settings, features, { rows: settings.units, x: features, h: settings.units });
}

/** MACs of a dense step that no column causes: what every active unit costs by itself, such as its own state space. */
export function fixedMacs(cell: CellDefinition, settings: CellSettings, features: number): number {
  return cell.macs(settings, features, { rows: settings.units, x: 0, h: 0 });
}

/** The budget whose core MACs come nearest to the target, `inputs(h)` inputs read beside h units. */
function nearest(
  { cell, settings, features, sparsity, sparsityOf, sides }: BudgetRequest,
  inputs: (h: number) => number,
): ChannelBudget {
  const target = denseMacs(cell, settings, features) * macDensity(sparsity, sparsityOf, sides);
  let best: ChannelBudget = { x: inputs(1), h: 1 };
  let distance = Infinity;
  for (let h = 1; h <= settings.units; h++) {
    const x = inputs(h);
    const active = activeChannels({ x, h }, features, settings.units, sides);
    const off = Math.abs(cell.macs(settings, features, active) - target);
    if (off < distance) {
      distance = off;
      best = { x, h };
    }
  }
  return best;
}
