/** The numbers of a conformance case on one backend, and how far two backends are apart. */
import { useBackend, type BackendName, type EngineName } from '@dsrnn/core';
import { loadTask, type DataAccess } from '@dsrnn/datasets';
import { createRng } from '@dsrnn/portable';
import { buildModel } from '../build-model.ts';
import { resolvedSpec } from '../../spec/resolved-spec.ts';
import { trainingBatches } from '../trainer/batches.ts';
import { createStepper } from '../trainer/stepper.ts';
import { train } from '../trainer/train.ts';
import type { ConformanceCase } from './conformance-cases.ts';

/**
 *   forward    outputs of a batch
 *   gradient   of its loss by all trained parameters
 *   step       these parameters after an optimiser step
 *   training   losses of a short training, on training and on validation data
 */
export const stages = ['forward', 'gradient', 'step', 'training'] as const;
/** A stage of the work. */
export type Stage = (typeof stages)[number];
/** Something for each stage. */
export type ByStage<T> = Readonly<Record<Stage, T>>;

/**
 * How far a backend may be from plain JavaScript, relative to the largest number of a stage. Sums are taken in other
 * orders and elementary functions differ in their last bits; Adam divides by the root of small squares, and training
 * carries differences on.
 */
export const tolerances: ByStage<number> = { forward: 1e-5, gradient: 1e-4, step: 1e-3, training: 1e-3 };

/** Computes a case on `backend`, which stays active. */
export async function measureConformance(
  { spec }: ConformanceCase,
  backend: BackendName,
  engine: EngineName,
  access: DataAccess,
): Promise<ByStage<Float32Array>> {
  const resolved = resolvedSpec({ ...spec, backend, engine });
  await useBackend(backend, engine);
  const data = await loadTask(resolved.task, access);
  const rng = createRng(spec.seed);
  const batch = trainingBatches(data, resolved.train.batchSize, rng).next().value;
  const model = buildModel(resolved, rng, data.train);
  const place = { step: 0, progress: 0, rate: 0.01, part: null };
  const stepper = createStepper(model, data, resolved.train.clipNorm, rng, null);
  const learner = stepper.learner(place);
  const forward = await learner.outputs(batch);
  const { values: gradient } = await learner.gradient([{ batch, weight: 1, loss: { kind: 'task' } }]);
  const { loss } = await stepper.step(place, batch);
  if (typeof loss !== 'number') loss.dispose();
  const step = await learner.parameters();
  stepper.dispose();
  model.dispose();

  const trained = buildModel(resolved, createRng(spec.seed), data.train);
  const { curve } = await train(trained, data, resolved.train, createRng(spec.seed));
  trained.dispose();
  const training = Float32Array.from(
    curve.flatMap(({ trainLoss, validationLoss }) => [trainLoss, validationLoss]),
  );
  return { forward, gradient, step, training };
}

/** Largest absolute difference of each stage, relative to the largest number of the stage in `expected`. */
export function differencesOf(
  found: ByStage<Float32Array>,
  expected: ByStage<Float32Array>,
): ByStage<number> {
  const apart = (a: Float32Array, b: Float32Array): number => {
    if (a.length !== b.length) return Infinity;
    let [difference, scale] = [0, 0];
    b.forEach((value, i) => {
      const off = Math.abs((a[i] as number) - value);
      difference = Math.max(difference, Number.isNaN(off) ? Infinity : off);
      scale = Math.max(scale, Math.abs(value));
    });
    return difference / scale;
  };
  return {
    forward: apart(found.forward, expected.forward),
    gradient: apart(found.gradient, expected.gradient),
    step: apart(found.step, expected.step),
    training: apart(found.training, expected.training),
  };
}
