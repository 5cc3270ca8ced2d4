/**
 * Masks whose settings say `auto`, decided by the cell and by what decides the masks.
 *
 *   read        previous where the recurrence is nonlinear, a mask is decided at each step, and it masks rows and columns
 *   groupSize   about sixteen groups in cells that have groups (`unitGroups`), where a mask is decided at each step without
 *               the state: routers that read the state tend to open the same few groups for every input
 *   maskInputs  where there are more inputs than units, or `inputDensity` says how many: a few inputs are all worth reading
 */
import { versionOf, type Versioned, type Versions } from '@dsrnn/portable';
import type { MaskSides } from '../gating/budget/mask-sides.ts';
import type { ReadRule } from '../gating/gating.ts';
import type { MaskSource } from '../gating/masks/mask-source.ts';
import type { MethodContext } from './method.ts';

/** Settings of masks as experiments have them, see mask-settings.ts. */
export interface AskedMasks {
  readonly maskInputs: boolean | 'auto';
  readonly inputDensity: number | null;
  readonly sides: MaskSides;
  readonly read: ReadRule | 'auto';
  readonly groupSize: number | 'auto';
}

/** The same with nothing left to decide. */
export interface DecidedMasks {
  readonly maskInputs: boolean;
  readonly read: ReadRule;
  readonly groupSize: number;
}

/** What decides masks: how often, and whether by the state. */
export interface MaskDecider {
  readonly scope: MaskSource['scope'];
  readonly readsState: boolean;
}

/** The most units of a group that is not asked for by its size. */
const LARGEST_GROUP = 32;

/** What `auto` means as a definition: its version rises when the same settings give other masks. */
export const decidedMasksDefinition: Versioned = { kind: 'auto', version: 1 };

/** The version behind settings that leave something to decide. */
export function decidedVersions({ maskInputs, read, groupSize }: AskedMasks): Versions {
  const decides = [maskInputs, read, groupSize].includes('auto');
  return decides ? versionOf('masks', decidedMasksDefinition) : {};
}

/** The context of a masked method, its settings decided. */
export function decidedMasks<Config extends AskedMasks>(
  context: MethodContext<Config>,
  decider: MaskDecider,
): MethodContext<Config & DecidedMasks> {
  const { config, features, settings } = context;
  const maskInputs =
    config.maskInputs === 'auto'
      ? features > settings.units || config.inputDensity !== null
      : config.maskInputs;
  const read = config.read === 'auto' ? readOf(context, decider) : config.read;
  const groupSize = config.groupSize === 'auto' ? groupSizeOf(context, decider) : config.groupSize;
  return { ...context, config: { ...config, maskInputs, read, groupSize } };
}

function readOf({ cell, config: { sides } }: MethodContext<AskedMasks>, { scope }: MaskDecider): ReadRule {
  return cell.recurrence === 'nonlinear' && scope === 'step' && sides === 'both' ? 'previous' : 'current';
}

/** The largest power of two that is no larger than units / unitGroups. */
function groupSizeOf({ cell, settings }: MethodContext, { scope, readsState }: MaskDecider): number {
  if (cell.unitGroups === undefined || scope === 'sequence' || readsState) return 1;
  return largestPower(Math.min(LARGEST_GROUP, settings.units / cell.unitGroups));
}

/** The largest power of two up to `most`, at least 1. */
function largestPower(most: number): number {
  let power = 1;
  while (2 * power <= most) power *= 2;
  return power;
}
