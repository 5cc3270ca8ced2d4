/** The LSTM on our kernels, see cells/lstm.ts for its equations. */
import type { Floats } from '@dsrnn/kernels';
import type { GatedCell } from './gated-cell.ts';

/** Lane of each gate: i, f, o, g in order. */
const LANES = 0x3210;

/** The LSTM as a gated cell. */
export const gatedLstm: GatedCell<Floats> = {
  gates: 4,
  products: 'summed',
  stateBias: null,
  lanesOfX: LANES,
  lanesOfH: LANES,
  secondState: (take) => take(),
  kernels: {
    sequence({ run }, { time, batch, units, packed, products, h, c, cStep, fresh }) {
      run.lstmSequence(time, batch, units, packed, products.ofX, h, c, cStep, fresh ? 1 : 0);
    },
    sequenceBackward({ run }, { time, batch, units, packed, products, h, c, ...back }) {
      const { dOut, outStep, last, dh, dc, dMask, carry, scratch } = back;
      run.lstmSequenceBackward(time, batch, units, packed, products.ofX, h, c, dOut, outStep, last ? 1 : 0, dh, dc, dMask, carry ? 1 : 0, scratch); // prettier-ignore
    },
    forward({ run }, batch, units, { ofX }, old, next) {
      run.lstmForward(batch, units, ofX, old.c, next.c, next.h);
    },
    backward(kernels, batch, units, { ofX }, old, next, d) {
      kernels.run.lstmBackward(batch, units, ofX, old.c, next.c, d.h, d.c);
      // h reaches the next state by way of the products alone.
      kernels.clear(d.h, batch * units);
    },
    laneForward({ run }, batch, units, { gates, rows, mask, carry }, old, next) {
      run.lstmLaneForward(batch, units, gates, rows.list, rows.counts, rows.stride, mask, carry, old.h, old.c, next.h, next.c); // prettier-ignore
    },
    laneBackward({ run }, batch, units, { gates, rows, mask, carry }, old, d, dMask) {
      run.lstmLaneBackward(batch, units, gates, rows.list, rows.counts, rows.stride, mask, carry, old.h, old.c, d.h, d.c, dMask); // prettier-ignore
    },
    groupForward({ run }, batch, units, { blocks, groups, size, mask, carry }, old, next) {
      run.lstmGroupForward(batch, units, size, groups.list, groups.counts, groups.slots, blocks.ofX, mask, carry, old.h, old.c, next.h, next.c); // prettier-ignore
    },
    groupBackward({ run }, batch, units, { blocks, groups, size, mask, carry }, old, d, dMask) {
      run.lstmGroupBackward(batch, units, size, groups.list, groups.counts, groups.slots, blocks.ofX, mask, carry, old.h, old.c, d.h, d.c, dMask); // prettier-ignore
    },
  },
};
