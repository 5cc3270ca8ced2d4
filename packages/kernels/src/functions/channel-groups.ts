import type { Floats } from '../arena/pointer.ts';

/** Groups of neighbouring channels, see assembly/channel-groups.ts. */
export interface ChannelGroupFunctions {
  /** out `[rows, channels]`: every channel the number of its group, of `groups` `[rows, ⌈channels/size⌉]`. */
  expandGroups(rows: number, channels: number, size: number, groups: Floats, out: Floats): void;
  /** out `[rows, ⌈channels/size⌉]`: the sums of `values` `[rows, channels]` over groups. */
  sumGroups(rows: number, channels: number, size: number, values: Floats, out: Floats): void;
}
