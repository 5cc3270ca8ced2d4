/**
 * One task of a family of regressions, in units of its own targets.
 *
 *   y' = (y − m) / s      m, s: mean and standard deviation of the task's training targets
 *
 * So the mean squared error of y' is the normalised mean squared error: the error over the variance of the targets in
 * the task's training data. Answering the training mean gives about 1.
 */
import type { Block } from '../blocks/time-blocks.ts';
import type { Examples } from '../dataset.ts';
import type { Part } from '../parts/assemble.ts';
import { eachSplit, type Splits } from '../splits.ts';

/** A part, and the test targets `[targets]` as forecast without a model, where there is a sensible way. */
export interface FamilyPart extends Part {
  readonly persistence?: Float64Array;
}

/** A split before its targets are standardised. `persistence` is in the units of the targets. */
export interface RawExamples {
  readonly count: number;
  readonly inputs: Float32Array;
  readonly targets: Float64Array;
  readonly persistence?: Float64Array;
}

/** Inputs `[count, time, columns]` and outputs `[count, time]` of a generated task. */
export interface Signals {
  readonly count: number;
  readonly inputs: Float64Array;
  readonly outputs: Float64Array;
}

/** The part of that name with its targets standardised. Inputs stay as they are. */
export function standardisedPart(name: string, raw: Splits<RawExamples>): FamilyPart {
  const scale = standardiser(raw.train.targets);
  const splits = eachSplit((split): Examples => {
    const { count, inputs, targets } = raw[split];
    return { count, inputs, targets: Float32Array.from(targets, scale) };
  });
  const { persistence } = raw.test;
  return { name, ...splits, ...(persistence === undefined ? {} : { persistence: persistence.map(scale) }) };
}

/**
 * A part whose targets `[count, time, 1]` are the standardised outputs. With `feedback` a last input column is added:
 * the true target of the step before, 0 at the first step. Persistence is that column, whether it is an input or not.
 */
export function signalPart(
  name: string,
  signals: Splits<Signals>,
  time: number,
  feedback: boolean,
): FamilyPart {
  const scale = standardiser(signals.train.outputs);
  const splits = eachSplit((split): Examples => {
    const { count, inputs, outputs } = signals[split];
    const targets = Float32Array.from(outputs, scale);
    const columns = inputs.length / outputs.length;
    if (!feedback) return { count, inputs: Float32Array.from(inputs), targets };
    const extended = new Float32Array(outputs.length * (columns + 1));
    const before = previousTargets(targets, time);
    for (let step = 0; step < outputs.length; step++) {
      extended.set(inputs.subarray(step * columns, (step + 1) * columns), step * (columns + 1));
      extended[step * (columns + 1) + columns] = before[step]!;
    }
    return { count, inputs: extended, targets };
  });
  return { name, ...splits, persistence: previousTargets(splits.test.targets, time) };
}

function previousTargets(targets: ArrayLike<number>, time: number): Float64Array {
  return Float64Array.from(targets, (_, step) => (step % time === 0 ? 0 : targets[step - 1]!));
}

/** All values of a recording, standardised by mean and standard deviation of those of a block. */
export function standardised(values: ArrayLike<number>, { start, end }: Block): Float64Array {
  const all = Float64Array.from(values);
  return all.map(standardiser(all.subarray(start, end)));
}

/** Less the mean, over the standard deviation; values that are all the same are only centred. */
function standardiser(values: Float64Array): (value: number) => number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const sd = variance > 0 ? Math.sqrt(variance) : 1;
  return (value) => (value - mean) / sd;
}
