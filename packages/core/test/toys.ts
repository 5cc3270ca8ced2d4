/** Small models, data and checks for the tests of cells and methods. Exported as `@dsrnn/core/testing`. */
import { createRng, withOrigins, type Rng } from '@dsrnn/portable';
import type { z } from 'zod';
import type { CellDefinition, CellSettings } from '../src/cells/cell.ts';
import { unrollReference } from '../src/engines/reference/unroll-reference.ts';
import { unroll } from '../src/engines/unroll/unroll.ts';
import type { Gating } from '../src/gating/gating.ts';
import type { Masks, MaskSource } from '../src/gating/masks/mask-source.ts';
import type { MethodContext, MethodDefinition, RecurrentModel } from '../src/methods/method.ts';
import type { Mode } from '../src/mode.ts';
import {
  asParameters,
  uniform,
  type InitialValues,
  type Parameters,
  type ParametersOf,
} from '../src/tensor/parameters.ts';
import { tf } from '../src/tensor/tf.ts';

/** The numbers of a tensor. Frees nothing. */
export function numbersOf(tensor: tf.Tensor): number[] {
  return [...tensor.dataSync<'float32'>()];
}

/** Largest absolute difference of two equally long lists. Throws if the lengths differ. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`lengths differ: ${String(a.length)} and ${String(b.length)}`);
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs((a[i] as number) - (b[i] as number));
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}

/** Sequences `[batch, time, features]`, uniform in (−1, 1). Caller owns the tensor. */
export function toySequences(batch: number, time: number, features: number, rng: Rng): tf.Tensor3D {
  return tf.tidy(() => tf.reshape(uniform([batch * time, features], 1, rng), [batch, time, features]));
}

/** A mode of step 0 of training, or of evaluation. Each call gives a fresh stream of the same numbers. */
export function toyMode(training = true, seed = 3): Mode {
  return { training, progress: training ? 0 : 1, noise: createRng(seed).fork('noise') };
}

/** Settings of `definition`; those that `config` leaves out as they came, whatever their default is by now. */
export function asItCame<Schema extends z.ZodObject>(
  { kind, config: schema }: { readonly kind: string; readonly config: Schema },
  config: Readonly<Record<string, unknown>> = {},
): z.infer<Schema> {
  return schema.parse(withOrigins(schema, { kind, ...config }));
}

/** A context for `definition`; settings that `config` leaves out are at their origin: one mask a step, single units. */
export function toyContext(
  definition: Pick<MethodDefinition, 'config' | 'kind' | 'sparse' | 'needsIdentity'>,
  cell: CellDefinition,
  {
    config = {},
    units = 4,
    features = 3,
    time = 3,
    sparsity = 0.75,
    steps = 10,
    readout = 'last',
    identity = definition.needsIdentity === true ? 2 : 0,
  }: {
    readonly config?: Readonly<Record<string, unknown>>;
    readonly units?: number;
    readonly features?: number;
    readonly time?: number;
    readonly sparsity?: number;
    readonly steps?: number;
    readonly readout?: 'last' | 'mean';
    readonly identity?: number;
  } = {},
): MethodContext<never> {
  return {
    config: asItCame(definition, config) as never,
    cell,
    settings: toySettings(cell, units, readout),
    features,
    time,
    identity,
    tasks: identity,
    sparsity: definition.sparse ? sparsity : 0,
    sparsityOf: 'macs',
    steps,
  };
}

/**
 * Where the defaults suit long sequences and many units: few modes, steps so large that three of them show in every
 * gradient, and no layer norm, which makes one active channel 0 and bends sharply with two.
 */
const TOY_SETTINGS: Readonly<Record<string, object>> = {
  s4d: { stateSize: 4, dtMin: 0.5, dtMax: 0.6, norm: 'none' },
};

/** Settings of a cell: its defaults, or what suits a toy. */
export function toySettings(
  cell: CellDefinition,
  units: number,
  readout: 'last' | 'mean' = 'last',
): CellSettings {
  return cell.config.parse({ kind: cell.kind, units, readout, ...TOY_SETTINGS[cell.kind] });
}

/** Parameters of a cell, vectors shifted at random so that no gradient is trivially symmetric. Caller owns them. */
export function toyParameters<Values extends InitialValues>(
  cell: { init(settings: never, features: number, rng: Rng): Values },
  settings: CellSettings,
  features: number,
  seed = 5,
): ParametersOf<Values> {
  const parameters = asParameters(cell.init(settings as never, features, createRng(seed)));
  const rng = createRng(seed).fork('bias');
  for (const variable of Object.values<tf.Variable>(parameters)) {
    if (variable.rank !== 1) continue;
    tf.tidy(() =>
      variable.assign(tf.add(variable, tf.reshape(uniform([1, variable.size], 0.5, rng), variable.shape))),
    );
  }
  return parameters;
}

/** A scalar in which every output counts differently: Σ coefficient · h. Call inside a tidy. */
export function weightedSum(hs: readonly tf.Tensor[], seed = 11): tf.Scalar {
  const rng = createRng(seed).fork('coefficients');
  const terms = hs.map((h) =>
    tf.sum<tf.Scalar>(tf.mul(h, tf.reshape(uniform([1, h.size], 1, rng), h.shape))),
  );
  return tf.addN(terms);
}

/** The outputs of a gating over given sequences, by the reference engine. Call inside a tidy. */
export function outputsOf(
  xs: tf.Tensor3D,
  cell: CellDefinition,
  settings: CellSettings,
  parameters: InitialValues,
  gating: Gating,
): readonly tf.Tensor2D[] {
  return unrollReference(xs, { cell, settings, parameters, gating }).hs;
}

/** Loss of a model on given sequences by the active engine: weighted outputs and penalty. Call inside a tidy. */
export function lossOfModel(model: RecurrentModel, xs: tf.Tensor3D, gating: Gating): tf.Scalar {
  const { cell, settings, parameters } = model;
  const { output, penalty } = unroll(xs, { cell, settings, parameters, gating, readout: 'steps' });
  const loss = weightedSum(tf.unstack(output, 1));
  return penalty === null ? loss : tf.add<tf.Scalar>(loss, penalty);
}

/** Gradients by parameter name; 0 for a parameter that the loss does not reach. */
export function gradientsOf(parameters: Parameters, loss: () => tf.Scalar): Record<string, number[]> {
  return tf.tidy(() => {
    const { grads } = tf.variableGrads(loss, Object.values(parameters));
    return Object.fromEntries(
      Object.entries(parameters).map(([name, variable]) => {
        const gradient = grads[variable.name] as tf.Tensor | null | undefined;
        return [name, gradient == null ? Array<number>(variable.size).fill(0) : numbersOf(gradient)];
      }),
    );
  });
}

/** Central differences of `loss` in every entry of `variable`, whose values are put back. */
export function centralDifferences(variable: tf.Variable, loss: () => tf.Scalar, epsilon = 1e-2): number[] {
  const original = variable.dataSync<'float32'>().slice();
  const at = (index: number, shift: number): number =>
    tf.tidy(() => {
      const values = original.slice();
      values[index] = (values[index] as number) + shift;
      variable.assign(tf.tensor(values, variable.shape));
      return loss().dataSync<'float32'>()[0] as number;
    });
  const slopes = Array.from(original, (_, i) => (at(i, epsilon) - at(i, -epsilon)) / (2 * epsilon));
  tf.tidy(() => variable.assign(tf.tensor(original, variable.shape)));
  return slopes;
}

/** Masks that are given for every step; the last ones serve all later steps. */
export function constantMasks(masks: readonly Masks[]): MaskSource {
  return {
    scope: masks.length === 1 ? 'sequence' : 'step',
    begin: () => ({ at: (t) => masks[Math.min(t, masks.length - 1)] as Masks, penalty: () => null }),
  };
}

/** A 0/1 tensor `[rows, n]`, each entry 1 with probability one half. Caller owns it. */
export function coinMask(rows: number, n: number, rng: Rng): tf.Tensor2D {
  return tf.tensor2d(
    Float32Array.from({ length: rows * n }, () => rng.integer(2)),
    [rows, n],
  );
}

/** Runs `body` and tells how many tensors it left behind. */
export function tensorsLeftBy(body: () => void): number {
  const before = tf.memory().numTensors;
  body();
  return tf.memory().numTensors - before;
}
