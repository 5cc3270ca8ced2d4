/**
 * Gradients of single examples from batched passes, for cells whose weights enter by products: sums of outer products of
 * what each step reads and of the gradients of its pre-activations (pre-activations.ts, traced-cell.ts). Exact, masks and
 * gradients are of the same pass, and many times faster than a pass an example.
 *
 * What of a cell is neither weight matrix nor bias, such as the state matrix of S4D, has no such sum. In a masked model
 * its gradients must still be of the same masks, which may be drawn: then a pass is of one example, and gives them too.
 */
import { onReferenceEngine, parameter, tf, type RecurrentModel } from '@dsrnn/core';
import type { ProbeSubject } from '../probe.ts';
import type { ExampleGradients } from './example-gradients.ts';
import type { MaskRecorder } from './mask-history.ts';
import { outerSum } from './outer-sum.ts';
import { isOfCell, trainedParameters } from './parameter-groups.ts';
import type { PreActivation } from './pre-activations.ts';
import type { StepSquares } from './step-bound.ts';
import { tracedPass } from './traced-pass.ts';

/** What the passes gave: gradients of head and cell, see above, and the steps behind those of each weight matrix. */
export interface CellTrace {
  readonly gradients: ExampleGradients;
  readonly steps: Readonly<Record<string, readonly StepSquares[]>>;
}

/** Examples × steps × numbers in the largest state of one pass: bounds the memory of its intermediate values. */
const PASS_SIZE = 500_000;

/**
 * Traces the test examples at `indices` in a cell with these `sums` of pre-activations; masks go to `recorder`, if there
 * are any.
 */
export function traceCell(
  subject: ProbeSubject,
  sums: readonly PreActivation[],
  indices: readonly number[],
  recorder: MaskRecorder | null,
): CellTrace {
  const { time } = subject.data;
  const { recurrent, parameters } = subject.model;
  const { units } = recurrent.settings;
  const summed = sums.flatMap(({ matrices, bias }) => [...matrices, bias]);
  const unsummed = trainedParameters(subject.model).filter(
    (name) => isOfCell(name) && !summed.includes(name),
  );
  const rest = recorder === null ? [] : unsummed;
  const perPass = rest.length > 0 ? 1 : Math.max(1, Math.floor(PASS_SIZE / (time * largestState(recurrent))));
  const gradients = listsOf<Float32Array>([...summed, ...rest, 'head.w', 'head.b']);
  const steps = listsOf<StepSquares>(sums.flatMap(({ matrices }) => matrices));
  for (let start = 0; start < indices.length; start += perPass) {
    const chosen = indices.slice(start, start + perPass);
    const pass = onReferenceEngine(() => tracedPass(subject, sums, chosen, recorder));
    chosen.forEach((_, row) => {
      const take = (values: readonly Float32Array[]): Float32Array => rowOf(values, row, chosen.length);
      sums.forEach(({ matrices, bias }, at) => {
        const delta = take(pass.deltas[at] as readonly Float32Array[]);
        const rows = squaresByUnit(delta, time, units);
        for (const name of matrices) {
          const u = take(pass.read[name] as readonly Float32Array[]);
          gradients[name]?.push(outerSum(u, delta, time));
          steps[name]?.push({ time, rows, columns: squares(u) });
        }
        const ofAll = outerSum(new Float32Array(time).fill(1), delta, time);
        gradients[bias]?.push(ofAll.slice(-parameter(parameters, bias).size));
      });
      for (const name of rest) gradients[name]?.push(pass.ofCell[name] as Float32Array);
      const [read, slope] = [take([pass.readByHead]), take([pass.ofOutputs])];
      gradients['head.w']?.push(outerSum(read, slope, 1));
      gradients['head.b']?.push(slope);
    });
  }
  return { gradients, steps };
}

function listsOf<T>(names: readonly string[]): Record<string, T[]> {
  return Object.fromEntries(names.map((name) => [name, []]));
}

function largestState({ cell, settings }: RecurrentModel): number {
  return tf.tidy(() => Math.max(...Object.values(cell.initialState(settings, 1)).map(({ size }) => size)));
}

/** Row `row` of `[batch, n]` at every step: `[time, n]`. */
function rowOf(steps: readonly Float32Array[], row: number, batch: number): Float32Array {
  const n = (steps[0] as Float32Array).length / batch;
  const rows = new Float32Array(steps.length * n);
  steps.forEach((values, t) => rows.set(values.subarray(row * n, (row + 1) * n), t * n));
  return rows;
}

function squares(values: Float32Array): Float64Array {
  return Float64Array.from(values, (value) => value * value);
}

/** Σ over the gates of each unit of δ², `[time, units]`; output o is of unit o mod units. */
function squaresByUnit(delta: Float32Array, time: number, units: number): Float64Array {
  const outputs = delta.length / time;
  const sums = new Float64Array(time * units);
  delta.forEach((value, i) => {
    const t = Math.floor(i / outputs);
    sums[t * units + (i % units)]! += value * value;
  });
  return sums;
}
