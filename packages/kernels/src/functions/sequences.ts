import type { Floats, None, Packed } from '../arena/pointer.ts';

/**
 * Dense cells over all steps, time loop included; see assembly/lstm-sequence.ts and assembly/gru-sequence.ts. hs
 * `[time + 1, batch, units]`; `fresh` 1: the first h is 0. Backward: `outStep` numbers from a step's gradient dOut to the
 * next, `last` 1: dOut is that of the last h alone; dh and dc `[batch, units]` in: 0; dMask `[batch, units]`: added to, none:
 * not wanted, and then no scratch `[batch, units]` either.
 */
export interface SequenceFunctions {
  /** gates `[time, batch, 4 units]` in: x W_x + b, out: activated. `cStep` numbers from a c to the next, 0: in place. */
  lstmSequence(
    time: number,
    batch: number,
    units: number,
    packed: Packed,
    gates: Floats,
    hs: Floats,
    cs: Floats,
    cStep: number,
    fresh: number,
  ): void;
  /** gates in: activated, out: gradients of the pre-activations. */
  lstmSequenceBackward(
    time: number,
    batch: number,
    units: number,
    packed: Packed,
    gates: Floats,
    hs: Floats,
    cs: Floats,
    dOut: Floats,
    outStep: number,
    last: number,
    dh: Floats,
    dc: Floats,
    dMask: Floats | None,
    carry: number,
    scratch: Floats | None,
  ): void;
  /** ax `[time, batch, 3 units]` in: x W_x + b, out: r z n; ah out: bias + h W_h. */
  gruSequence(
    time: number,
    batch: number,
    units: number,
    packed: Packed,
    ax: Floats,
    ah: Floats,
    bias: Floats,
    hs: Floats,
    fresh: number,
  ): void;
  /** ax and ah in: as forward left them, out: gradients of both products. */
  gruSequenceBackward(
    time: number,
    batch: number,
    units: number,
    packed: Packed,
    ax: Floats,
    ah: Floats,
    hs: Floats,
    dOut: Floats,
    outStep: number,
    last: number,
    dh: Floats,
    dMask: Floats | None,
    carry: number,
    scratch: Floats | None,
  ): void;
}
