/** One step of a model that is fed step by step. */
import { createStream, useBackend } from '@dsrnn/core';
import { createRng } from '@dsrnn/portable';
import { buildModel, type ModelSpec } from './model-spec.ts';
import { smoothSequences } from './smooth-sequences.ts';
import { repeatable, type Work } from './work.ts';

/** A timing is the time of one step; the inputs repeat after `time` steps of the spec. */
export async function streamingWork(spec: ModelSpec): Promise<Work> {
  const rng = createRng(1);
  await useBackend('wasm', 'fused');
  const stream = createStream(await buildModel(spec, rng));
  const { features, time } = spec;
  const inputs = smoothSequences(1, time, features, rng);
  const steps = Array.from({ length: time }, (_, t) => inputs.slice(t * features, (t + 1) * features));
  let t = 0;
  return repeatable(() => {
    stream.step(steps[t]!);
    t = t + 1 === time ? 0 : t + 1;
    return undefined;
  });
}
