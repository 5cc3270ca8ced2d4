/** Data must be numbers: one NaN or infinity, and what trains on it is about nothing. */
import type { Dataset, Examples, TaskShape } from './dataset.ts';
import { DatasetError } from './errors.ts';
import { SPLITS } from './splits.ts';

/**
 * Throws DatasetError, about `source`, that names the first input or target that is NaN or infinite by split, sequence,
 * step and feature, all counted from 0. One pass over the data: a tenth of a second for MNIST.
 */
export function requireFinite(source: string, dataset: Dataset): void {
  for (const split of SPLITS) {
    const examples = dataset[split];
    const found = firstInput(examples, dataset) ?? firstTarget(examples, dataset);
    if (found === null) continue;
    throw new DatasetError(
      source,
      `in the ${split} data, ${found}, expected a finite number; if the source was read from files, ` +
        'compare them with their digests (`npx dsrnn data verify`); if they are as pinned, what reads them is at fault',
    );
  }
}

function firstInput({ inputs }: Examples, { time, features }: TaskShape): string | null {
  const at = firstNotFinite(inputs);
  if (at === -1) return null;
  const [sequence, step] = [Math.floor(at / (time * features)), Math.floor(at / features) % time];
  return `sequence ${String(sequence)}, step ${String(step)}, feature ${String(at % features)} is ${String(inputs[at])}`;
}

function firstTarget({ targets }: Examples, { target, time }: TaskShape): string | null {
  if (target.kind === 'class' || target.kind === 'class-per-step') return null; // whole numbers
  const at = firstNotFinite(targets);
  if (at === -1) return null;
  const output = `output ${String(at % target.size)} is ${String(targets[at])}`;
  const row = Math.floor(at / target.size);
  return target.kind === 'value'
    ? `the target of sequence ${String(row)}, ${output}`
    : `the target of sequence ${String(Math.floor(row / time))}, step ${String(row % time)}, ${output}`;
}

function firstNotFinite(values: Float32Array | Int32Array): number {
  // A plain loop: `findIndex` takes ten times as long.
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return i;
  return -1;
}
