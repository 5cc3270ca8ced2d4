/** Masks of hidden channels that the task decides: sequences of task i run with row i of a table, whatever they hold. */
import { tf } from '../../tensor/tf.ts';
import { aheadOfState, type MaskSource } from './mask-source.ts';

/**
 * A source of the masks in `table` `[tasks, units]`, entries 0 or 1, which stays the caller's. The task is the largest of the last
 * `tasks` features of a sequence's first step, which hold its one-hot vector. Inputs are not masked.
 */
export function taskMasks(table: tf.Tensor2D): MaskSource {
  const tasks = table.shape[0];
  return aheadOfState(
    'sequence',
    'none',
    (xs) => {
      const [batch, , features] = xs.shape;
      const identity = tf.reshape(tf.slice(xs, [0, 0, features - tasks], [batch, 1, tasks]), [batch, tasks]);
      const h = tf.gather(table, tf.argMax<tf.Tensor1D>(identity, 1));
      return { block: { x: null, h: tf.expandDims(h, 0) }, penalty: null };
    },
    { byTask: table },
  );
}
