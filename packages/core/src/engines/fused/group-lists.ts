/** The groups that a step computes, as the kernels over groups take them. */
import type { Counts, Entries, Indices, Panels, Starts } from '@dsrnn/kernels';
import type { GroupMasks } from './mask-feed.ts';

/** Units of a panel: groups are of one panel or more. */
const PANEL = 8;
/** Whether the kernels over groups can do masks: groups of whole panels. */
export function inPanels(groups: GroupMasks | null): groups is GroupMasks {
  return groups !== null && groups.size % PANEL === 0;
}

/** The groups that are active in a step: `list` `[batch][slots]`, `counts` `[batch]`, and the same turned around. */
export interface GroupLists {
  readonly list: Indices;
  readonly counts: Counts;
  readonly slots: number;
  readonly starts: Starts;
  readonly entries: Entries;
}

/** Blocks of both products at the active groups of a step, `[batch][slots][panels][gates][8]`; one block where they are summed. */
export interface GroupBlocks {
  readonly ofX: Panels;
  readonly ofH: Panels;
}
