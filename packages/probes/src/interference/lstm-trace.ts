/**
 * Gradients of single examples of an LSTM from batched passes: sums of outer products of what each step reads and of the
 * gradients of its pre-activations, see traced-lstm.ts. Exact, masks and gradients are of the same pass, and many times
 * faster than a pass an example.
 */
import { onReferenceEngine, tf } from '@dsrnn/core';
import type { ProbeSubject } from '../probe.ts';
import { batchOf } from './balanced-examples.ts';
import type { ExampleGradients } from './example-gradients.ts';
import type { MaskRecorder } from './mask-history.ts';
import type { StepSquares } from './step-bound.ts';
import { tracedLstm } from './traced-lstm.ts';
import { trainingForward } from './training-forward.ts';

/** What the passes gave: gradients of wx, wh, b and the head, and the steps behind those of wx and wh. */
export interface LstmTrace {
  readonly gradients: ExampleGradients;
  readonly steps: Readonly<Record<'wx' | 'wh', readonly StepSquares[]>>;
}

/** Examples × steps × units of one pass: bounds the memory that its intermediate values take. */
const PASS_SIZE = 500_000;

/** Traces the test examples at `indices`; masks go to `recorder`, if there are any. */
export function traceLstm(
  subject: ProbeSubject,
  indices: readonly number[],
  recorder: MaskRecorder | null,
): LstmTrace {
  const { time } = subject.data;
  const { units } = subject.model.recurrent.settings;
  const perPass = Math.max(1, Math.floor(PASS_SIZE / (time * units)));
  const gradients: Record<string, Float32Array[]> = { wx: [], wh: [], b: [], 'head.w': [], 'head.b': [] };
  const steps: { wx: StepSquares[]; wh: StepSquares[] } = { wx: [], wh: [] };
  for (let start = 0; start < indices.length; start += perPass) {
    const chosen = indices.slice(start, start + perPass);
    const pass = onReferenceEngine(() => backward(subject, chosen, recorder));
    chosen.forEach((_, row) => {
      const take = (values: readonly Float32Array[]): Float32Array => rowOf(values, row, chosen.length);
      const [delta, x, h] = [take(pass.deltas), take(pass.x), take(pass.h)];
      const [read, slope] = [take([pass.read]), take([pass.outputGradient])];
      gradients['wx']?.push(outerSum(x, delta, time));
      gradients['wh']?.push(outerSum(h, delta, time));
      gradients['b']?.push(outerSum(new Float32Array(time).fill(1), delta, time));
      gradients['head.w']?.push(outerSum(read, slope, 1));
      gradients['head.b']?.push(slope);
      const rows = squaresByUnit(delta, units);
      steps.wx.push({ time, rows, columns: squares(x) });
      steps.wh.push({ time, rows, columns: squares(h) });
    });
  }
  return { gradients, steps };
}

/** Values of a pass, by step `[batch, channels]`, of the readout and of the outputs' gradient. */
interface BackwardPass {
  readonly deltas: readonly Float32Array[];
  readonly x: readonly Float32Array[];
  readonly h: readonly Float32Array[];
  readonly read: Float32Array;
  readonly outputGradient: Float32Array;
}

function backward(
  subject: ProbeSubject,
  indices: readonly number[],
  recorder: MaskRecorder | null,
): BackwardPass {
  const { data, model, rng } = subject;
  const { cell, settings } = model.recurrent;
  const batch = batchOf(data.test, indices, data.time * data.features);
  const noise = rng.fork(`noise/batch/${String(indices[0])}`);
  const read: { x: Float32Array[]; h: Float32Array[]; head: Float32Array } = {
    x: [],
    h: [],
    head: new Float32Array(0),
  };
  const pass = tf.tidy(() => {
    const perturbations = Array.from({ length: data.time }, () =>
      tf.zeros([batch.count, 4 * settings.units]),
    );
    const ofOutputs = tf.zeros([batch.count, model.readout.outputs]);
    const gradients = tf.grads((...all: tf.Tensor[]) => {
      const traced = tracedLstm(cell, all.slice(0, -1) as tf.Tensor2D[], (x, h) => {
        read.x.push(x.dataSync<'float32'>().slice());
        read.h.push(h.dataSync<'float32'>().slice());
      });
      const observe = recorder?.observe;
      const forward = trainingForward(subject, {
        batch,
        noise,
        cell: traced,
        ...(observe === undefined ? {} : { observe }),
      });
      read.head = forward.read.dataSync<'float32'>().slice();
      const loss = subject.lossOf(tf.add(forward.outputs, all.at(-1) as tf.Tensor), batch);
      return tf.mul(loss, batch.count); // a mean over the batch: back to a sum over examples
    })([...perturbations, ofOutputs]);
    return gradients.map((gradient) => gradient.dataSync<'float32'>().slice());
  });
  recorder?.endPass(batch.count);
  return {
    deltas: pass.slice(0, -1),
    x: read.x,
    h: read.h,
    read: read.head,
    outputGradient: pass.at(-1) as Float32Array,
  };
}

/** Row `row` of `[batch, n]` at every step: `[time, n]`. */
function rowOf(steps: readonly Float32Array[], row: number, batch: number): Float32Array {
  const n = (steps[0] as Float32Array).length / batch;
  const rows = new Float32Array(steps.length * n);
  steps.forEach((values, t) => rows.set(values.subarray(row * n, (row + 1) * n), t * n));
  return rows;
}

/** Σ_t u_t δ_tᵀ, `[inputs, outputs]`, summed in float64; u `[time, inputs]`, δ `[time, outputs]`. */
export function outerSum(u: Float32Array, delta: Float32Array, time: number): Float32Array {
  const inputs = u.length / time;
  const outputs = delta.length / time;
  const total = new Float64Array(inputs * outputs);
  const active = new Int32Array(outputs);
  for (let t = 0; t < time; t++) {
    let count = 0;
    for (let j = 0; j < outputs; j++) if (delta[t * outputs + j] !== 0) active[count++] = j;
    for (let i = 0; i < inputs; i++) {
      const factor = u[t * inputs + i]!;
      if (factor === 0) continue;
      for (let at = 0; at < count; at++) {
        const j = active[at]!;
        total[i * outputs + j]! += factor * delta[t * outputs + j]!;
      }
    }
  }
  return Float32Array.from(total);
}

function squares(values: Float32Array): Float64Array {
  return Float64Array.from(values, (value) => value * value);
}

/** Σ over the four gates of each unit of δ², `[time, units]`. */
function squaresByUnit(delta: Float32Array, units: number): Float64Array {
  const sums = new Float64Array(delta.length / 4);
  delta.forEach((value, i) => {
    const t = Math.floor(i / (4 * units));
    sums[t * units + (i % units)]! += value * value;
  });
  return sums;
}
