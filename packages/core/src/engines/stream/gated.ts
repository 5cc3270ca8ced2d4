/** A gated cell step by step, in the form that its gating needs. */
import type { CellSettings } from '../../cells/cell.ts';
import type { GatedCell, GatedName, SecondState } from '../fused/gated-cell.ts';
import type { CellStreaming } from './cell-stream.ts';
import { inPanels } from '../fused/group-lists.ts';
import { DeltaGated } from './gated-delta.ts';
import { DenseGated } from './gated-dense.ts';
import { GroupGated } from './gated-groups.ts';
import { MaskedGated } from './gated-masked.ts';

/** How a gated cell is fed. */
export function gatedStreaming<C extends SecondState, Bias extends string>(
  cell: GatedCell<C, Bias>,
): CellStreaming<CellSettings, GatedName | Bias> {
  return (job) => {
    const { gating } = job;
    switch (gating.kind) {
      case 'dense':
        return new DenseGated(cell, job);
      case 'delta':
        return new DeltaGated(cell, job, gating);
      case 'masked': {
        const { groups } = gating.masks;
        const masked = { ...job, gating };
        return inPanels(groups) ? new GroupGated(cell, masked, groups) : new MaskedGated(cell, masked);
      }
    }
  };
}
