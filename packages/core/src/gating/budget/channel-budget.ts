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
 *
 * Units in groups: k_h is what whole groups hold, k groups of g being min(H, k g) channels. So it bounds what runs, a smaller
 * last group included. k is the number of groups whose core MACs come nearest to the target.
 */
import type { ActiveChannels, CellDefinition, CellSettings } from '../../cells/cell.ts';
import { channelsOfGroups, groupCount } from './channel-groups.ts';
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
  /** Units of a group, which are active together; absent: 1. */
  readonly groupSize?: number | undefined;
}

/**
 * Channels to keep. With inputs unmasked, units in groups, or in a cell whose units cost something by themselves (s4d), the
 * count whose core MACs come nearest to the target. Where a density of channels decides, groups come nearest to that.
 */
export function channelBudget(request: BudgetRequest): ChannelBudget {
  const { features, settings, sparsity, sparsityOf, inputDensity, hiddenDensity, sides = 'both' } = request;
  const maskInputs = request.maskInputs && sides !== 'rows';
  const density = channelDensity(sparsity, sparsityOf, sides);
  const keep = (n: number, share: number): number => Math.min(n, Math.max(1, Math.round(n * share)));
  const x = maskInputs ? keep(features, inputDensity ?? density) : features;
  const { groupSize = 1 } = request;
  const units = (share: number): number =>
    groupSize === 1
      ? keep(settings.units, share)
      : nearestOf(hiddenCounts(request), (h) => h, settings.units * share);
  if (hiddenDensity !== null) return { x, h: units(hiddenDensity) };
  // Every cell's MACs fall with its rows, whatever is read.
  if (sides === 'rows') return { x, h: units(density) };
  // MACs fall with the density of columns, or its square, only where all of them are in products.
  const inProducts = fixedMacs(request.cell, settings, features) === 0 || sparsityOf === 'channels';
  const byDensity = groupSize === 1 || sparsityOf === 'channels';
  if (maskInputs && inProducts && byDensity) return { x, h: units(density) };
  if (!maskInputs || inputDensity !== null || inProducts) return nearest(request, () => x);
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
function nearest(request: BudgetRequest, inputs: (h: number) => number): ChannelBudget {
  const { cell, settings, features, sparsity, sparsityOf, sides } = request;
  const target = denseMacs(cell, settings, features) * macDensity(sparsity, sparsityOf, sides);
  const macs = (h: number): number =>
    cell.macs(settings, features, activeChannels({ x: inputs(h), h }, features, settings.units, sides));
  const h = nearestOf(hiddenCounts(request), macs, target);
  return { x: inputs(h), h };
}

/** Numbers of units that can be active: those that whole groups hold. */
function hiddenCounts({ settings: { units }, groupSize = 1 }: BudgetRequest): number[] {
  const groups = groupCount(units, groupSize);
  return Array.from({ length: groups }, (_, i) => channelsOfGroups(i + 1, groupSize, units));
}

/** The first of `counts` whose `value` comes nearest to `target`. */
function nearestOf(counts: readonly number[], value: (count: number) => number, target: number): number {
  const off = (count: number): number => Math.abs(value(count) - target);
  return counts.reduce((best, count) => (off(count) < off(best) ? count : best));
}
