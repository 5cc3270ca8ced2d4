/** The LTC on a device, see cells/ltc.ts for its equations. */
import { prepareLtc, present, type ltc } from '../../cells/ltc.ts';
import { tf } from '../../tensor/tf.ts';
import type { DeviceCell } from './device-cell.ts';
import { receiveOnDevice, settle } from './ltc-synapses.ts';

/** The sensory sums of all steps at once, and the solver in few ops. */
export const deviceLtc: DeviceCell<typeof ltc> = (settings, parameters) => {
  const prepared = prepareLtc(settings, parameters);
  const { unfolds, inputScale, inputShift, cmt, leak } = prepared;
  const [sense, receiveOfUnits] = [receiveOnDevice(prepared.sensory), receiveOnDevice(prepared.recurrent)];
  const leaks = tf.concat([leak.current, leak.conductance], 0);
  let cmtOfBatch: tf.Tensor2D | null = null;
  return {
    kind: 'stepwise',
    project: (x, maskX) => [tf.add(sense(tf.add(tf.mul(x, inputScale), inputShift), maskX), leaks)],
    step([sensed], { maskH, sent, rows }, state) {
      // Repeated for every sample, so that its gradient is summed over the batch once a sequence.
      cmtOfBatch ??= tf.mul<tf.Tensor2D>(tf.ones([state.h.shape[0], 1]), cmt);
      let v = state.h;
      for (let pass = 0; pass < unfolds; pass++) {
        const received = receiveOfUnits(sent(present(v, state.h, rows)), maskH);
        v = settle(cmtOfBatch, v, tf.add(sensed as tf.Tensor2D, received));
      }
      return { h: v };
    },
  };
};
