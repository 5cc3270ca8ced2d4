/**
 * An LSTM that can be asked, at every step, for what its products read and for the gradient of its pre-activations.
 *
 *   a_t = W_x u^x_t + W_h u^h_t + b + e_t,   e_t = 0   so   ∂L/∂e_t = δ_t = ∂L/∂a_t,   ∂L/∂W = Σ_t δ_t u_tᵀ
 *
 * In a batch, row i of e_t is of example i alone: one backward pass gives the δ_t of all examples. The weights are
 * constants here. That is why the step is written out: the cell's own product would compute the weights' gradient at every
 * step, and tfjs would keep them all until the end of the pass.
 */
import { parameter, tf, withGradient, type CellDefinition, type Parameters, type State } from '@dsrnn/core';

/** What the products of a step read, `[batch, features]` and `[batch, units]`: masked, and as transmitted. */
export type StepReader = (x: tf.Tensor2D, h: tf.Tensor2D) => void;

/** Weights of one pass, and at which step it is. */
interface TracedWeights {
  readonly w: tf.Tensor2D;
  readonly wTransposed: tf.Tensor2D;
  readonly b: tf.Tensor;
  step: number;
}

/** `cell`, an LSTM, on the reference engine: `perturbations[t]` `[batch, 4·units]` is e_t. */
export function tracedLstm(
  cell: CellDefinition,
  perturbations: readonly tf.Tensor2D[],
  reads: StepReader,
): CellDefinition {
  const { fused: _fused, device: _device, ...rest } = cell;
  return {
    ...rest,
    prepare: (_settings, parameters) => prepareTraced(parameters),
    step(prepared, { x, maskX, maskH, sent }, state) {
      const weights = prepared as TracedWeights;
      const h = sent(state.h);
      const readX = maskX === null ? x : tf.mul<tf.Tensor2D>(x, maskX);
      const readH = maskH === null ? h : tf.mul<tf.Tensor2D>(h, maskH);
      reads(readX, readH);
      const perturbation = perturbations[weights.step++] as tf.Tensor2D;
      return gated(preActivation(tf.concat([readX, readH], 1), perturbation, weights), state);
    },
  };
}

function prepareTraced(parameters: Parameters): TracedWeights {
  const matrix = (name: string): tf.Tensor2D => parameter(parameters, name) as unknown as tf.Tensor2D;
  const w = tf.concat([matrix('wx'), matrix('wh')], 0);
  return { w, wTransposed: tf.transpose(w), b: parameter(parameters, 'b'), step: 0 };
}

/** u W + b + e, differentiable in u and e. */
function preActivation(
  u: tf.Tensor2D,
  perturbation: tf.Tensor2D,
  { w, wTransposed, b }: TracedWeights,
): tf.Tensor2D {
  return withGradient<tf.Tensor2D>([u, perturbation], () => ({
    value: tf.add(tf.add(tf.matMul(u, w), b), perturbation),
    saved: [wTransposed],
    gradient: (dy, saved) => [tf.matMul(dy, saved[0] as tf.Tensor2D), tf.clone(dy)],
  }));
}

/** The gates i, f, o, g of an LSTM, see core/src/cells/lstm.ts. */
function gated(a: tf.Tensor2D, state: State): State {
  const [i, f, o, g] = tf.split(a, 4, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
  const kept = tf.mul(tf.sigmoid(f), state['c'] as tf.Tensor2D);
  const c = tf.add<tf.Tensor2D>(kept, tf.mul(tf.sigmoid(i), tf.tanh(g)));
  return { h: tf.mul<tf.Tensor2D>(tf.sigmoid(o), tf.tanh(c)), c };
}
