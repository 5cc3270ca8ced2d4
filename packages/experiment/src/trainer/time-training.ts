/**
 * How long training takes here, from a few steps of the real trainer on random data: no data set is needed.
 * A clock is read, so nothing of this reaches a result.
 */
import { useBackend } from '@dsrnn/core';
import type { Dataset, Examples, TaskShape } from '@dsrnn/datasets';
import { createRng, type Rng } from '@dsrnn/portable';
import type { RunSpec } from '@dsrnn/records';
import { buildModel } from '../build-model.ts';
import { methodContext } from '../plan-run.ts';
import { resolvedSpec } from '../resolved-spec.ts';
import { train } from './train.ts';

/** Steps that let the engine compile and warm its caches, and tell how many more fill `TIMED_MS`. */
const WARM_UP_STEPS = 12;
const TIMED_MS = 600;

/** Seconds of an optimiser step of `run` on this machine, the median of a few. */
export async function timeStep(run: RunSpec): Promise<number> {
  const spec = resolvedSpec(run);
  await useBackend(spec.backend, spec.engine);
  const rng = createRng(spec.seed);
  const { shape } = methodContext(spec);
  const model = buildModel(spec, rng);
  const data = randomData(shape, spec.train.batchSize, rng);
  try {
    const warmUp = await medianStepMs(WARM_UP_STEPS);
    const stepMs = await medianStepMs(Math.min(100, Math.max(5, Math.round(TIMED_MS / warmUp))));
    return stepMs / 1000;
  } finally {
    model.dispose();
  }

  async function medianStepMs(steps: number): Promise<number> {
    const laps: number[] = [];
    let last = performance.now();
    let reported = 0;
    // One step more: the last one ends with an evaluation and is not timed.
    await train(model, data, { ...spec.train, steps: steps + 1, evaluateEvery: steps + 1 }, rng, {
      report: ({ step }) => {
        const now = performance.now();
        // On a device several steps are reported together.
        for (let i = reported; i < step; i++) laps.push((now - last) / (step - reported));
        last = now;
        reported = step;
      },
    });
    const timed = laps.slice(0, steps).sort((x, y) => x - y);
    return timed[Math.floor(timed.length / 2)] ?? NaN;
  }
}

function randomData(shape: TaskShape, count: number, rng: Rng): Dataset {
  const { time, features, target } = shape;
  const inputs = Float32Array.from({ length: count * time * features }, () => rng.normal());
  const rows = target.kind.endsWith('-per-step') ? count * time : count;
  const targets =
    'size' in target
      ? Float32Array.from({ length: rows * target.size }, () => rng.normal())
      : Int32Array.from({ length: rows }, () => rng.integer(target.classes));
  const { parts } = shape;
  const own = parts && { parts: Int32Array.from({ length: count }, (_, i) => i % parts.count) };
  const examples: Examples = { count, inputs, targets, ...own };
  return { ...shape, train: examples, validation: examples, test: examples, floors: [] };
}
