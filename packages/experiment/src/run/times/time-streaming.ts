/**
 * How long a step of streaming inference takes here. The model is not trained: the time depends on how many channels take
 * part, which the budget fixes, or which a delta network is calibrated to on real data. A clock is read, so nothing of
 * this reaches a result.
 */
import { createStream, SettingError, useBackend } from '@dsrnn/core';
import { loadTask, type DataAccess, type Examples } from '@dsrnn/datasets';
import { createRng, median } from '@dsrnn/portable';
import type { RunSpec } from '@dsrnn/records';
import { buildModel } from '../build-model.ts';
import { methodContext } from '../plan-run.ts';
import { resolvedSpec } from '../../spec/resolved-spec.ts';
import { evaluate } from '../trainer/evaluate.ts';

/** Sequences on which thresholds are calibrated, and which are streamed. */
const SEQUENCES = 100;
const WARM_UP_MS = 300;
const TIMED_MS = 500;

/**
 * Milliseconds of a step, the median over sequences of the test set; null for a model that no stream runs, because its
 * masks need steps to come or are drawn at random. Throws DatasetError where the data is not on this machine.
 */
export async function timeStreaming(run: RunSpec, access: DataAccess): Promise<number | null> {
  const spec = resolvedSpec(run);
  await useBackend(spec.backend, spec.engine);
  const data = await loadTask(spec.task, access);
  const rng = createRng(spec.seed);
  const { shape } = methodContext(spec);
  const model = buildModel(spec, rng, null);
  try {
    const sample = first(data.validation, SEQUENCES);
    await model.recurrent.calibrate(async () => (await evaluate(model, sample, data, rng)).activity);
    const stream = createStream(model);
    try {
      const steps = stepsOf(first(data.test, SEQUENCES), shape.features);
      const sequence = (i: number): number => {
        const from = (i % (steps.length / shape.time)) * shape.time;
        const start = performance.now();
        stream.reset();
        for (let t = 0; t < shape.time; t++) stream.step(steps[from + t] as Float32Array);
        return (performance.now() - start) / shape.time;
      };
      repeat(sequence, WARM_UP_MS);
      return median(repeat(sequence, TIMED_MS));
    } finally {
      stream.dispose();
    }
  } catch (error) {
    if (error instanceof SettingError) return null;
    throw error;
  } finally {
    model.dispose();
  }
}

function first({ count, inputs, targets }: Examples, n: number): Examples {
  const kept = Math.min(n, count);
  return {
    count: kept,
    inputs: inputs.subarray(0, (inputs.length / count) * kept),
    targets: targets.subarray(0, (targets.length / count) * kept),
  };
}

function stepsOf({ inputs }: Examples, features: number): Float32Array[] {
  return Array.from({ length: inputs.length / features }, (_, t) =>
    inputs.slice(t * features, (t + 1) * features),
  );
}

function repeat(run: (i: number) => number, ms: number): number[] {
  const times: number[] = [];
  const end = performance.now() + ms;
  for (let i = 0; performance.now() < end || times.length < 3; i++) times.push(run(i));
  return times;
}
