/** The GRU on our kernels, see cells/gru.ts for its equations. */
import { NONE, type None } from '@dsrnn/kernels';
import type { GatedCell } from './gated-cell.ts';

/** The GRU as a gated cell. Lanes r, z, n_x, n_h: the candidate has one for each product, for r multiplies the state's. */
export const gatedGru: GatedCell<None, 'bn'> = {
  gates: 3,
  products: 'apart',
  stateBias: { name: 'bn', gate: 2 },
  lanesOfX: 0x210,
  lanesOfH: 0x310,
  secondState: () => NONE,
  kernels: {
    sequence({ run }, { time, batch, units, packed, products, stateBias, h, fresh }) {
      run.gruSequence(time, batch, units, packed, products.ofX, products.ofH, stateBias, h, fresh ? 1 : 0);
    },
    sequenceBackward({ run }, { time, batch, units, packed, products, h, ...back }) {
      const { dOut, outStep, last, dh, dMask, carry, scratch } = back;
      run.gruSequenceBackward(time, batch, units, packed, products.ofX, products.ofH, h, dOut, outStep, last ? 1 : 0, dh, dMask, carry ? 1 : 0, scratch); // prettier-ignore
    },
    forward({ run }, batch, units, { ofX, ofH }, old, next) {
      run.gruForward(batch, units, ofX, ofH, old.h, next.h);
    },
    backward({ run }, batch, units, { ofX, ofH }, old, _next, d) {
      run.gruBackward(batch, units, ofX, ofH, old.h, d.h, d.h);
    },
    laneForward({ run }, batch, units, { gates, rows, mask, carry }, old, next) {
      run.gruLaneForward(batch, units, gates, rows.list, rows.counts, rows.stride, mask, carry, old.h, next.h); // prettier-ignore
    },
    laneBackward({ run }, batch, units, { gates, rows, mask, carry }, old, d, dMask) {
      run.gruLaneBackward(batch, units, gates, rows.list, rows.counts, rows.stride, mask, carry, old.h, d.h, dMask); // prettier-ignore
    },
    groupForward({ run }, batch, units, { blocks, groups, size, mask, carry }, old, next) {
      run.gruGroupForward(batch, units, size, groups.list, groups.counts, groups.slots, blocks.ofX, blocks.ofH, mask, carry, old.h, next.h); // prettier-ignore
    },
    groupBackward({ run }, batch, units, { blocks, groups, size, mask, carry }, old, d, dMask) {
      run.gruGroupBackward(batch, units, size, groups.list, groups.counts, groups.slots, blocks.ofX, blocks.ofH, mask, carry, old.h, d.h, dMask); // prettier-ignore
    },
  },
};
