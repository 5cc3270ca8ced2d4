/** The GRU on a device, see cells/gru.ts for its equations. */
import { nextGruState, type gru } from '../../cells/gru.ts';
import { deferredLinear } from '../../tensor/deferred-linear.ts';
import { masked } from '../../tensor/masked.ts';
import { tf } from '../../tensor/tf.ts';
import type { DeviceCell } from './device-cell.ts';

/** The state's product in two, since the gates' takes that of the inputs as its addend and the candidate's does not. */
export const deviceGru: DeviceCell<typeof gru> = ({ units }, { wx, wh, b, bn }) => {
  const ofX = deferredLinear(wx, b);
  const [gates, candidate] = tf.split(wh, [2 * units, units], 1) as [tf.Tensor2D, tf.Tensor2D];
  const gatesOfH = deferredLinear(gates, null);
  const candidateOfH = deferredLinear(candidate, bn);
  return {
    kind: 'stepwise',
    project: (x, maskX) => tf.split(ofX(masked(x, maskX)), [2 * units, units], 1),
    step([gatesOfX, candidateOfX], { maskH, sent }, { h }) {
      const read = masked(sent(h), maskH);
      const sum = gatesOfH(read, { addend: gatesOfX as tf.Tensor2D });
      return nextGruState(sum, candidateOfX as tf.Tensor2D, candidateOfH(read), h);
    },
  };
};
