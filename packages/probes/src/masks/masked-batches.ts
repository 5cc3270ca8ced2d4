/**
 * Passes of a masked model that keep the mask of every step: what a probe sees of it.
 *
 * The states come from the engine that trains and evaluates. Masks are a function of the step, its input and the state
 * before it, so they are asked for once more with these, which works whatever an engine shows of its inside.
 */
import { recurrentInputs, tf, unroll, type Gating, type SequenceModel } from '@dsrnn/core';
import type { Examples, TaskShape } from '@dsrnn/datasets';
import type { Rng } from '@dsrnn/portable';
import { ProbeError } from '../errors.ts';

const LARGEST_BATCH = 100;
/** Steps of all sequences of a batch together: bounds the memory of long sequences. */
const BATCH_STEPS = 65_536;

/** A batch of consecutive examples on the host. Blocks are one array `[count, channels]` per step. */
export interface MaskedBatch {
  /** Index of the first example. */
  readonly from: number;
  readonly count: number;
  /** 1 where a channel is active, else 0; null if inputs are not masked. */
  readonly x: readonly Uint8Array[] | null;
  readonly h: readonly Uint8Array[];
  /** State after each step. */
  readonly states: readonly Float32Array[];
}

/**
 * The first `count` examples, or all, in order, evaluated without gradients. Random masks come from the stream
 * `evaluate/<batch>` of `rng`: the same at every call. Throws ProbeError for a model without masks.
 */
export function* maskedBatches(
  model: SequenceModel,
  examples: Examples,
  shape: TaskShape,
  count: number,
  rng: Rng,
): Generator<MaskedBatch, void> {
  const total = Math.min(count, examples.count);
  const size = Math.min(LARGEST_BATCH, Math.max(1, Math.floor(BATCH_STEPS / shape.time)));
  const width = shape.time * shape.features;
  for (let from = 0, index = 0; from < total; from += size, index++) {
    const batch = Math.min(size, total - from);
    const inputs = examples.inputs.slice(from * width, (from + batch) * width);
    const label = `evaluate/${index}`;
    // A stream of its own for each of the two times that masks are drawn.
    const gating = (): Gating & { kind: 'masked' } => maskedGating(model, rng.fork(label));
    yield { from, count: batch, ...pass(model, inputs, batch, shape, gating) };
  }
}

function maskedGating({ recurrent }: SequenceModel, noise: Rng): Gating & { kind: 'masked' } {
  const gating = recurrent.gating({ training: false, progress: 1, noise });
  if (gating.kind === 'masked') return gating;
  throw new ProbeError(
    `the model's gating is ${gating.kind}, expected masked; ask for probes of masks only with methods that mask`,
  );
}

function pass(
  model: SequenceModel,
  inputs: Float32Array,
  batch: number,
  { time, features }: TaskShape,
  gating: () => Gating & { kind: 'masked' },
): Pick<MaskedBatch, 'x' | 'h' | 'states'> {
  const { recurrent, parameters } = model;
  const { cell, settings } = recurrent;
  const x: Uint8Array[] = [];
  const h: Uint8Array[] = [];
  const states: Float32Array[] = [];
  tf.tidy(() => {
    const xs = recurrentInputs(model, tf.tensor3d(inputs, [batch, time, features]));
    const { output } = unroll(xs, {
      cell,
      settings,
      parameters,
      gating: gating(),
      readout: 'steps',
      differentiate: false,
    });
    // Cut on the host: unstacking a long sequence takes some backends longer than unrolling it.
    states.push(...byStep(output.dataSync<'float32'>(), batch, time));
    const read = model.embedding === undefined ? inputs : xs.dataSync<'float32'>();
    const steps = byStep(read, batch, time).map((step) => tf.tensor2d(step, [batch, xs.shape[2]]));
    const sequence = gating().masks.begin(steps);
    steps.forEach((step, t) => {
      tf.tidy(() => {
        const state = states[t - 1];
        const before =
          state === undefined
            ? cell.initialState(settings, batch).h
            : tf.tensor2d(state, [batch, settings.units]);
        const masks = sequence.at(t, step, before);
        if (masks.x !== null) x.push(activeOf(masks.x, batch));
        h.push(activeOf(masks.h, batch));
      });
    });
  });
  return { x: x.length === 0 ? null : x, h, states };
}

/** `[batch, time, channels]` as one array `[batch, channels]` per step. */
function byStep(values: Float32Array, batch: number, time: number): Float32Array[] {
  const channels = values.length / (batch * time);
  return Array.from({ length: time }, (_, t) => {
    const step = new Float32Array(batch * channels);
    for (let i = 0; i < batch; i++) {
      const at = (i * time + t) * channels;
      step.set(values.subarray(at, at + channels), i * channels);
    }
    return step;
  });
}

/** Where a mask is not 0; one row is repeated for every example. */
function activeOf(mask: tf.Tensor2D, batch: number): Uint8Array {
  const values = mask.dataSync<'float32'>();
  const active = new Uint8Array(batch * mask.shape[1]);
  for (let i = 0; i < active.length; i++) active[i] = values[i % values.length] === 0 ? 0 : 1;
  return active;
}
