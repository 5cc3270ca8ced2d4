/**
 * One optimiser step under a strategy, on the last part of a task made up of random sequences: what the strategy keeps of
 * the earlier parts is there. Batches are drawn beforehand, so a timing is the gradient that the strategy makes, clipping
 * and Adam.
 */
import { strategyDefinition, type StrategySession } from '@dsrnn/continual';
import { readBack, useBackend, type SequenceModel } from '@dsrnn/core';
import type { Examples, TaskShape } from '@dsrnn/datasets';
import { createStepper, sizeOf, trainedParameters } from '@dsrnn/experiment';
import { createRng, type Rng } from '@dsrnn/portable';
import { buildModel, type ModelSpec } from './model-spec.ts';
import { smoothSequences } from './smooth-sequences.ts';
import { repeatable, type Work } from './work.ts';

/** A step under a strategy to measure. Parts share one head of `outputs` classes and are not told apart by the inputs. */
export interface StrategySpec extends ModelSpec {
  /** Kind of the strategy; its settings are the defaults. */
  readonly strategy: string;
  readonly parts: number;
  readonly batch: number;
}

/** Enough for what every strategy takes when a part ends. */
const EXAMPLES_A_PART = 256;
/** Steps on each earlier part, for memories that fill as steps go: by the last part few examples are written at a step. */
const STEPS_A_PART = 32;
/** The model hardly moves, so that the loss stays finite however long it is measured. */
const RATE = 1e-5;
const CLIP_NORM = 1;

/**
 * Builds the model, leads the strategy through all parts but the last, and warms up on that. A strategy that learns all
 * parts together has batches of all parts from the start. `workFactor` is that of the steps on the last part.
 */
export async function strategyWork(spec: StrategySpec): Promise<Work> {
  const { parts, batch, time, features, outputs } = spec;
  const rng = createRng(1);
  await useBackend('wasm', 'fused');
  const model = await buildModel(spec, rng);
  const shape: TaskShape = {
    ...{ time, features, metric: 'accuracy' },
    target: { kind: 'class', classes: outputs },
    parts: { count: parts, heads: 'shared', identity: { kind: 'none' } },
  };
  const session = beginStrategy(spec, shape, model, rng);
  const stepper = createStepper(model, shape, CLIP_NORM, rng, session);
  const sequential = strategyDefinition(spec.strategy).order === 'sequential';
  let steps = 0;

  const placeOf = (part: number): Parameters<typeof stepper.step>[0] => ({
    ...{ step: steps, progress: 0, rate: RATE },
    part: sequential ? part : null,
  });
  const stepOn = async (part: number, batches: readonly Examples[]): Promise<void> => {
    const { loss } = await stepper.step(placeOf(part), batches[steps % batches.length]!);
    const value = typeof loss === 'number' ? loss : (await readBack(loss))[0];
    if (typeof loss !== 'number') loss.dispose();
    if (!Number.isFinite(value)) throw new Error(`${spec.strategy}: the loss of step ${steps} is not finite`);
    steps += 1;
  };
  const examplesOf = (part: number): Examples =>
    randomExamples(EXAMPLES_A_PART, spec, (i) => (sequential ? part : i % parts), rng);

  for (let part = 0; part < parts - 1; part++) {
    const examples = examplesOf(part);
    const batches = batchesOf(examples, batch);
    if (sequential) session.beginPart?.(part, examples);
    for (let i = 0; i < STEPS_A_PART; i++) await stepOn(part, batches);
    if (sequential) await session.endPart?.(part, stepper.learner(placeOf(part)), examples);
  }
  const last = examplesOf(parts - 1);
  const batches = batchesOf(last, batch);
  if (sequential) session.beginPart?.(parts - 1, last);
  const before = { steps, differentiated: stepper.differentiated };
  const work = await repeatable(() => stepOn(parts - 1, batches));
  return {
    take: (count) => work.take(count),
    get workFactor() {
      return (stepper.differentiated - before.differentiated) / ((steps - before.steps) * batch);
    },
  };
}

function beginStrategy(
  { strategy, parts, batch, outputs }: StrategySpec,
  shape: TaskShape,
  model: SequenceModel,
  rng: Rng,
): StrategySession {
  const definition = strategyDefinition(strategy);
  const parameters = sizeOf(trainedParameters(model));
  return definition.begin(definition.config.parse({ kind: strategy }), {
    ...{ shape, parts, parameters, outputs },
    batchSize: batch,
    rng: rng.fork('strategy'),
  });
}

function randomExamples(
  count: number,
  { time, features, outputs }: StrategySpec,
  partOf: (index: number) => number,
  rng: Rng,
): Examples {
  return {
    count,
    inputs: smoothSequences(count, time, features, rng),
    targets: Int32Array.from({ length: count }, () => rng.integer(outputs)),
    parts: Int32Array.from({ length: count }, (_, i) => partOf(i)),
  };
}

/** Neighbouring examples, `size` at a time; a rest is left out. */
function batchesOf({ count, inputs, targets, parts }: Examples, size: number): Examples[] {
  const width = inputs.length / count;
  return Array.from({ length: Math.floor(count / size) }, (_, b) => {
    const [from, to] = [b * size, (b + 1) * size];
    return {
      count: size,
      inputs: inputs.slice(from * width, to * width),
      targets: targets.slice(from, to),
      ...(parts === undefined ? {} : { parts: parts.slice(from, to) }),
    };
  });
}
