/**
 * A whole model: the recurrent part that a method made, a linear head, and an embedding of the identity if asked for.
 *
 *   y = r W + b,   r = h_T (`last`), the mean of h_t over time (`mean`), or every h_t (`steps`)
 */
import type { Rng, Versioned } from '@dsrnn/portable';
import type { ActivityObserver, ReadoutKind } from '../engines/recurrence.ts';
import { unroll } from '../engines/unroll/unroll.ts';
import type { RecurrentModel } from '../methods/method.ts';
import type { Mode } from '../mode.ts';
import { linear, prepareLinear } from '../tensor/linear.ts';
import {
  asParameters,
  disposeParameters,
  uniform,
  type Parameters,
  type ParametersOf,
} from '../tensor/parameters.ts';
import { tf } from '../tensor/tf.ts';
import {
  embedIdentity,
  embeddingName,
  embeddingParameters,
  type IdentityEmbedding,
} from './identity-embedding.ts';

/** The head, and the embedding of an identity, as a definition. */
export const headDefinition: Versioned = { kind: 'linear', version: 1 };

/** What the head reads and how many numbers it gives. */
export interface Readout {
  readonly kind: ReadoutKind;
  readonly outputs: number;
}

/** Result of a forward pass: `[batch, outputs]`, or `[batch, time, outputs]` for `steps`. */
export interface Forward {
  readonly outputs: tf.Tensor;
  readonly penalty: tf.Scalar | null;
}

/** Parameters of the head by name, `[units, outputs]` and `[outputs]`. */
export type HeadValues = Readonly<{ 'head.w': tf.Tensor2D; 'head.b': tf.Tensor1D }>;

/** A trainable model. Owns its tensors until `dispose`. */
export interface SequenceModel {
  readonly recurrent: RecurrentModel;
  readonly readout: Readout;
  /** Absent: the recurrent part reads the inputs as they are. */
  readonly embedding?: IdentityEmbedding & { readonly table: tf.Tensor2D };
  /** All trained parameters, head and embedding included. */
  readonly parameters: Parameters & ParametersOf<HeadValues>;
  /** Factor on the learning rate by parameter name, of architecture and method; 1 where absent, 0 freezes. */
  readonly rateScale: Readonly<Record<string, number>>;
  /** Everything that a checkpoint must hold: parameters and buffers. */
  readonly saved: Parameters;
  /** Forward pass over `[batch, time, features]`. Call inside `tf.tidy`. */
  forward(xs: tf.Tensor3D, mode: Mode, observe?: ActivityObserver): Forward;
  dispose(): void;
}

/**
 * What the recurrent part of `model` reads of inputs `[batch, time, features]`: they themselves, or with their identity
 * embedded. Call inside `tf.tidy`.
 */
export function recurrentInputs(
  { embedding }: Pick<SequenceModel, 'embedding'>,
  xs: tf.Tensor3D,
): tf.Tensor3D {
  return embedding === undefined ? xs : embedIdentity(xs, embedding.table);
}

/**
 * Puts a head on a recurrent model, whose ownership passes to the result. Head init: U(±1/√units), bias 0. With an
 * `embedding` the model takes data features and a one-hot identity of `count`, and `recurrent` is to be one for data
 * features and `size`; training then composes its passes as in the reference engine, see `UnrollRequest.inputGradient`.
 */
export function createModel(
  recurrent: RecurrentModel,
  readout: Readout,
  rng: Rng,
  embedding?: IdentityEmbedding,
): SequenceModel {
  const { units } = recurrent.settings;
  const head = asParameters<HeadValues>({
    'head.w': uniform([units, readout.outputs], 1 / Math.sqrt(units), rng.fork('init/head')),
    'head.b': tf.zeros([readout.outputs]),
  });
  const table = embedding === undefined ? null : embeddingParameters(embedding, rng);
  const parameters = { ...recurrent.parameters, ...table, ...head };
  const embedded =
    embedding === undefined || table === null
      ? {}
      : { embedding: { ...embedding, table: table[embeddingName] } };
  return {
    recurrent,
    readout,
    ...embedded,
    parameters,
    rateScale: { ...recurrent.cell.rateScale?.(recurrent.settings), ...recurrent.rateScale },
    saved: { ...parameters, ...recurrent.buffers },
    forward(xs, mode, observe) {
      const { cell, settings } = recurrent;
      const gating = recurrent.gating(mode);
      const { output, penalty } = unroll(recurrentInputs(embedded, xs), {
        cell,
        settings,
        parameters,
        gating,
        observe,
        readout: readout.kind,
        differentiate: mode.training,
        inputGradient: embedding !== undefined,
      });
      const prepared = prepareLinear(parameters['head.w'], parameters['head.b']);
      const [batch, time] = xs.shape;
      if (readout.kind !== 'steps') return { outputs: linear(output as tf.Tensor2D, prepared), penalty };
      const flat = tf.reshape<tf.Rank.R2>(output, [batch * time, settings.units]);
      return { outputs: tf.reshape(linear(flat, prepared), [batch, time, readout.outputs]), penalty };
    },
    dispose: () => {
      recurrent.dispose();
      if (table !== null) disposeParameters(table);
      disposeParameters(head);
    },
  };
}
