/** The LSTM on a device, see cells/lstm.ts for its equations. */
import { nextLstmState, type lstm } from '../../cells/lstm.ts';
import { deferredLinear } from '../../tensor/deferred-linear.ts';
import { masked } from '../../tensor/masked.ts';
import type { tf } from '../../tensor/tf.ts';
import type { DeviceCell } from './device-cell.ts';

/** Two products, so that the inputs' can be taken for all steps at once. */
export const deviceLstm: DeviceCell<typeof lstm> = ({ units }, { wx, wh, b }) => {
  const ofX = deferredLinear(wx, b);
  const ofH = deferredLinear(wh, null);
  return {
    kind: 'stepwise',
    project: (x, maskX) => [ofX(masked(x, maskX))],
    step: ([addend], { maskH, sent }, state) =>
      nextLstmState(ofH(masked(sent(state.h), maskH), { addend: addend as tf.Tensor2D }), state, units),
  };
};
