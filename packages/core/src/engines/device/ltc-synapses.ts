/**
 * An LTC in few ops, for devices: what cells/ltc.ts and cells/ltc-synapses.ts compute, with the sums over sources as products.
 *
 * Activations lie as [targets, rows, sources], so that what each target receives is one product with its weights
 * [sources, 2], and back. What is received, current and conductance beside each other, is `[rows, 2 · targets]`.
 */
import type { Synapses } from '../../cells/ltc-synapses.ts';
import { withGradient } from '../../tensor/custom-gradient.ts';
import { tf } from '../../tensor/tf.ts';

/** What targets receive of potentials `[rows, sources]`, of those whose mask `[rows or 1, sources]` is 1. */
export type Receive = (potentials: tf.Tensor2D, mask: tf.Tensor2D | null) => tf.Tensor2D;

/** The synaptic sums of `synapses`; differentiable in potentials, mask and synapses. */
export function receiveOnDevice({ sigma, sigmaMu, w, wErev }: Synapses): Receive {
  const slope = tf.transpose(sigma, [2, 0, 1]); // [targets, 1, sources]
  const shift = tf.neg(tf.transpose(sigmaMu, [2, 0, 1]));
  const weights = tf.transpose(tf.concat([wErev, w], 0), [2, 1, 0]); // [targets, sources, 2]
  const ones = onesOfRows(sigma.shape[2]);
  return (potentials, mask) => {
    const [rows, sources] = potentials.shape;
    const summing = ones(rows);
    const operands = [potentials, slope, shift, weights, ...(mask === null ? [] : [mask])];
    return withGradient<tf.Tensor2D>(operands, () => {
      const u = tf.expandDims(potentials, 0);
      const open = tf.sigmoid(tf.add(tf.mul(u, slope), shift));
      const m = mask === null ? null : tf.expandDims(mask, 0);
      const read = m === null ? open : tf.mul(open, m);
      const sums = tf.transpose(tf.matMul(read, weights), [1, 2, 0]);
      return {
        value: tf.reshape(sums, [rows, -1]),
        saved: [u, slope, weights, open, ...summing, ...(m === null ? [] : [read, m])],
        gradient: (dSums, saved) => {
          const d = tf.transpose(tf.reshape(dSums, [rows, 2, -1]), [2, 0, 1]);
          return receiveGradient(d, saved as Kept, [rows, sources]);
        },
      };
    });
  };
}

/** What the backward pass needs; `read` and the mask m are absent without one. */
type Kept = readonly [
  u: tf.Tensor,
  slope: tf.Tensor,
  weights: tf.Tensor,
  open: tf.Tensor,
  overTargets: tf.Tensor,
  overRows: tf.Tensor,
  read?: tf.Tensor,
  m?: tf.Tensor,
];

function receiveGradient(
  d: tf.Tensor,
  [u, slope, weights, open, overTargets, overRows, read = open, m]: Kept,
  shape: [number, number],
): tf.Tensor[] {
  const dRead = tf.matMul(d, weights, false, true);
  const dOpen = m === undefined ? dRead : tf.mul(dRead, m);
  const dArgument = tf.mul(dOpen, tf.sub(open, tf.square(open)));
  const sumOfTargets = (values: tf.Tensor): tf.Tensor =>
    tf.reshape(tf.matMul(overTargets, tf.reshape(values, [values.shape[0], -1])), shape);
  const gradients = [
    sumOfTargets(tf.mul(dArgument, slope)),
    tf.matMul(overRows, tf.mul(dArgument, u)),
    tf.matMul(overRows, dArgument),
    tf.matMul(read, d, true, false),
  ];
  if (m === undefined) return gradients;
  const dMask = sumOfTargets(tf.mul(dRead, open));
  return [...gradients, m.shape[1] === shape[0] ? dMask : tf.sum(dMask, 0, true)];
}

/** Ones whose products sum over targets, `[1, targets]`, and over rows, `[targets, 1, rows]`; made once. */
function onesOfRows(targets: number): (rows: number) => readonly [tf.Tensor, tf.Tensor] {
  const overTargets = tf.ones([1, targets]);
  const made = new Map<number, tf.Tensor>();
  return (rows) => {
    const overRows = made.get(rows) ?? tf.ones([targets, 1, rows]);
    made.set(rows, overRows);
    return [overTargets, overRows];
  };
}

/**
 * A pass of the solver: (cmt ⊙ v + current) / conductance, for cmt and v `[batch, units]` and the sum of all that is
 * received, `[batch, 2 · units]`.
 */
export function settle(cmt: tf.Tensor2D, v: tf.Tensor2D, total: tf.Tensor2D): tf.Tensor2D {
  return withGradient<tf.Tensor2D>([cmt, v, total], () => {
    const [current, conductance] = tf.split(total, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
    const value = tf.div<tf.Tensor2D>(tf.add(tf.mul(cmt, v), current), conductance);
    return {
      value,
      saved: [cmt, v, conductance, value],
      gradient: (dy, saved) => {
        const [c, before, divisor, after] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
        const dCurrent = tf.div<tf.Tensor2D>(dy, divisor);
        const dConductance = tf.neg<tf.Tensor2D>(tf.mul(dCurrent, after));
        return [tf.mul(dCurrent, before), tf.mul(dCurrent, c), tf.concat([dCurrent, dConductance], 1)];
      },
    };
  });
}
