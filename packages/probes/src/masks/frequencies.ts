/** How often each channel is active in each example, beside what a router reads, both as means over time. */
import type { SequenceModel } from '@dsrnn/core';
import type { Examples, TaskShape } from '@dsrnn/datasets';
import type { Rng } from '@dsrnn/portable';
import { recurrentFeatures } from '../recurrent-features.ts';
import { maskedBatches } from './masked-batches.ts';
import type { Table } from './table.ts';

/** Rows are examples. */
export interface Frequencies {
  /** Class indices. */
  readonly labels: Int32Array;
  /** Share of the steps at which a hidden channel was active, `[examples, units]`. */
  readonly h: Table;
  /** The same of input channels, `[examples, features of the recurrent part]`; null where inputs are not masked. */
  readonly x: Table | null;
  /** Mean of x_t over time, `[examples, features]`. */
  readonly inputs: Table;
  /** Mean over time of the state before a step, h_{t−1}, which is 0 before the first; `[examples, units]`. */
  readonly states: Table;
}

/** Collects the first `count` examples, or all where there are fewer. Throws ProbeError for a model without masks. */
export function frequenciesOf(
  model: SequenceModel,
  examples: Examples,
  shape: TaskShape,
  count: number,
  rng: Rng,
): Frequencies {
  const rows = Math.min(count, examples.count);
  const { units } = model.recurrent.settings;
  const { time } = shape;
  const h = emptyTable(rows, units);
  const x = emptyTable(rows, recurrentFeatures({ model, data: shape }));
  const states = emptyTable(rows, units);
  let inputsMasked = false;
  for (const batch of maskedBatches(model, examples, shape, rows, rng)) {
    addActive(h, batch.from, batch.h, time);
    if (batch.x !== null) {
      inputsMasked = true;
      addActive(x, batch.from, batch.x, time);
    }
    for (const state of batch.states.slice(0, -1)) {
      const at = batch.from * units;
      for (let i = 0; i < state.length; i++) states.values[at + i]! += state[i]!;
    }
  }
  for (let i = 0; i < states.values.length; i++) states.values[i]! /= time;
  return {
    labels: Int32Array.from(examples.targets.subarray(0, rows)),
    h,
    x: inputsMasked ? x : null,
    inputs: meanInputs(examples, shape, rows),
    states,
  };
}

function emptyTable(rows: number, columns: number): Table {
  return { rows, columns, values: new Float64Array(rows * columns) };
}

/** Counts are exact integers, so one division by the steps gives equal frequencies equal bits. */
function addActive(table: Table, from: number, steps: readonly Uint8Array[], time: number): void {
  const size = steps[0]!.length;
  const counts = new Int32Array(size);
  for (const mask of steps) {
    for (let i = 0; i < size; i++) counts[i]! += mask[i]!;
  }
  for (let i = 0; i < size; i++) table.values[from * table.columns + i] = counts[i]! / time;
}

function meanInputs({ inputs }: Examples, { time, features }: TaskShape, rows: number): Table {
  const table = emptyTable(rows, features);
  for (let i = 0; i < rows; i++) {
    for (let t = 0; t < time; t++) {
      for (let j = 0; j < features; j++)
        table.values[i * features + j]! += inputs[(i * time + t) * features + j]!;
    }
    for (let j = 0; j < features; j++) table.values[i * features + j]! /= time;
  }
  return table;
}
