/** States of a gated cell over a pass. */
import { skipNumbers, type Floats } from '@dsrnn/kernels';
import type { FusedJob } from './fused-cell.ts';
import type { GatedCell, GatedStates, SecondState } from './gated-cell.ts';

/** States at every step, and the gradient of c; that of h is the loop's. */
export interface Memory<C extends SecondState> {
  at(t: number): GatedStates<C>;
  readonly dc: C;
}

/** c_0 … c_T beside h_0 … h_T. Of c only two are kept where no gradient will be asked for. */
export function memoryOf<C extends SecondState>(
  cell: Pick<GatedCell<C>, 'secondState'>,
  job: FusedJob,
  hs: Floats,
): Memory<C> {
  const { kernels, tape, time, batch, units, differentiate } = job;
  const step = batch * units;
  const slots = differentiate ? time + 1 : 2;
  const beginningAtZero = (size: number): Floats => {
    const block = tape.take(size);
    kernels.clear(block, step);
    return block;
  };
  const cs = cell.secondState(() => beginningAtZero(slots * step));
  const dc = cell.secondState(() => beginningAtZero(step));
  return { at: (t) => ({ h: skipNumbers(hs, t * step), c: skipNumbers(cs, (t % slots) * step) }), dc };
}
