/**
 * The synapses of an LTC: what every target receives for given potentials of its sources.
 *
 *   o_ji = σ(sigma_ji (u_j − mu_ji)),   s_ji = m_j |w_ji| o_ji,   current_i = Σ_j s_ji E_ji,   conductance_i = Σ_j s_ji
 *
 * Shapes: potentials u and mask m [batch, sources], current and conductance [batch, targets]; parameters
 * [sources, targets].
 *
 * The backward pass is written out: tfjs would keep six [batch, sources, targets] copies per solver pass where two
 * suffice, and would sum over the batch by a transposing reduction that is ten times slower than a product.
 */
import { withGradient } from '../tensor/custom-gradient.ts';
import { tf } from '../tensor/tf.ts';

/** Parameters of synapses. */
export const SYNAPSE_NAMES = ['w', 'mu', 'sigma', 'erev'] as const;
/** One of them. */
export type SynapseName = (typeof SYNAPSE_NAMES)[number];

/** Synapses ready for many passes, each `[1, sources, targets]`. */
export interface Synapses {
  readonly sigma: tf.Tensor3D;
  readonly sigmaMu: tf.Tensor3D;
  /** |w| */
  readonly w: tf.Tensor3D;
  /** |w| E */
  readonly wErev: tf.Tensor3D;
}

/** What the targets receive, each `[batch, targets]`. */
export interface Received {
  readonly current: tf.Tensor2D;
  readonly conductance: tf.Tensor2D;
}

/** The synapses of these parameters, `[sources, targets]` each. */
export function prepareSynapses(parameters: Readonly<Record<SynapseName, tf.Tensor2D>>): Synapses {
  const of = (name: SynapseName): tf.Tensor3D => tf.expandDims(parameters[name], 0);
  const w = magnitude(of('w'));
  return { sigma: of('sigma'), sigmaMu: tf.mul(of('sigma'), of('mu')), w, wErev: tf.mul(w, of('erev')) };
}

/**
 * The synaptic sums for potentials `[batch, sources]`, of those sources whose `mask` `[batch or 1, sources]` is 1; null:
 * of all. Differentiable in potentials, synapses and mask.
 */
export function receive(
  potentials: tf.Tensor2D,
  mask: tf.Tensor2D | null,
  { sigma, sigmaMu, w, wErev }: Synapses,
): Received {
  const operands = [potentials, sigma, sigmaMu, w, wErev];
  const sums = withGradient<tf.Tensor3D>(mask === null ? operands : [...operands, mask], () => {
    const u = tf.expandDims<tf.Tensor3D>(potentials, 2);
    const open = tf.sigmoid(tf.sub<tf.Tensor3D>(tf.mul(u, sigma), sigmaMu));
    const m = mask === null ? null : tf.expandDims<tf.Tensor3D>(mask, 2);
    const read = m === null ? open : tf.mul<tf.Tensor3D>(open, m);
    return {
      value: tf.stack([tf.sum(tf.mul(read, wErev), 1), tf.sum(tf.mul(read, w), 1)]) as tf.Tensor3D,
      saved: m === null ? [u, sigma, w, wErev, open] : [u, sigma, w, wErev, open, read, m],
      // tfjs would free the temporaries of a custom gradient only after the whole backward pass.
      gradient: (dSums, saved) => tf.tidy(() => receiveGradient(dSums, saved as Kept)),
    };
  });
  const [current, conductance] = tf.unstack(sums) as [tf.Tensor2D, tf.Tensor2D];
  return { current, conductance };
}

/** What the backward pass needs; `read` is `open` times the mask m, both absent without one. */
type Kept = readonly [
  u: tf.Tensor3D,
  sigma: tf.Tensor3D,
  w: tf.Tensor3D,
  wErev: tf.Tensor3D,
  open: tf.Tensor3D,
  read?: tf.Tensor3D,
  m?: tf.Tensor3D,
];

/** Gradients of potentials, sigma, sigmaMu, w, wErev and, if there is one, the mask. */
function receiveGradient(dSums: tf.Tensor3D, [u, sigma, w, wErev, open, read = open, m]: Kept): tf.Tensor[] {
  const [dCurrent, dConductance] = tf.unstack(dSums).map((dSum) => tf.expandDims<tf.Tensor3D>(dSum, 1)) as [
    tf.Tensor3D,
    tf.Tensor3D,
  ];
  const dRead = tf.add<tf.Tensor3D>(tf.mul(dCurrent, wErev), tf.mul(dConductance, w));
  const dOpen = m === undefined ? dRead : tf.mul<tf.Tensor3D>(dRead, m);
  const dArgument = tf.mul<tf.Tensor3D>(dOpen, tf.mul(open, tf.sub(1, open)));
  const gradients = [
    tf.sum(tf.mul(dArgument, sigma), 2),
    overBatch(tf.mul(dArgument, u)),
    tf.neg(overBatch(dArgument)),
    overBatch(tf.mul(dConductance, read)),
    overBatch(tf.mul(dCurrent, read)),
  ];
  if (m === undefined) return gradients;
  const dMask = tf.sum<tf.Tensor2D>(tf.mul(dRead, open), 2);
  return [...gradients, m.shape[0] === dMask.shape[0] ? dMask : tf.sum(dMask, 0, true)];
}

/** Sum over the batch, `[1, sources, targets]`. */
function overBatch(perSample: tf.Tensor3D): tf.Tensor3D {
  const [batch, sources, targets] = perSample.shape;
  const rows = tf.reshape<tf.Rank.R2>(perSample, [batch, sources * targets]);
  return tf.reshape(tf.matMul(tf.ones([1, batch]), rows), [1, sources, targets]);
}

/** |w| with slope +1 at 0, where that of `tf.abs` is 0 and an absent synapse could never grow. */
function magnitude(w: tf.Tensor3D): tf.Tensor3D {
  return withGradient<tf.Tensor3D>([w], () => ({
    value: tf.abs(w),
    saved: [w],
    gradient: (dy, [kept]) => [tf.where(tf.greaterEqual(kept as tf.Tensor, 0), dy, tf.neg(dy))],
  }));
}
