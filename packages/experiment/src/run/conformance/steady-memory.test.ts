/**
 * However long it trains, a run holds what it held early on: tensors, their bytes, memory of the device. On every backend
 * that this machine has, and with every method as composed for a device.
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { methodDefinition, methods } from '@dsrnn/baselines';
import { backendDefinitions, tf, useBackend } from '@dsrnn/core';
import { loadTask } from '@dsrnn/datasets';
import { createRng } from '@dsrnn/portable';
import { describe, expect, it } from 'vitest';
import { useCpuAsDevice } from '../../../test/cpu-as-device.ts';
import { buildModel } from '../build-model.ts';
import { resolvedSpec } from '../../spec/resolved-spec.ts';
import { train } from '../trainer/train.ts';

const HOST_STEPS = 300;
const DEVICE_STEPS = 10_000;
const METHOD_STEPS = 150;
/** Half an hour on a software GPU, so it runs only when asked for. */
const asked = process.env['DSRNN_SLOW_TESTS'] === '1';

const EVALUATE_EVERY = 50;
const ADDING = { kind: 'adding', length: 3, trainCount: 40, validationCount: 10, testCount: 10 };
/** A task of two parts that tells them apart. */
const TOLD = { kind: 'systems', tasks: 2, length: 8, trainPerTask: 20, validationPerTask: 5, testPerTask: 5 };
/** By then losses were read, the model was evaluated and kept, and masks were updated. */
const SETTLED = 100;
/** What the heap may grow by, which varies by one or two; a few hundred bytes left behind at each of 10,000 steps are more. */
const HEAP_GROWTH_BYTES = 4e6;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function liveHeapBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** What is held after some steps. */
interface Held {
  readonly step: number;
  readonly memory: tf.MemoryInfo;
  /** Where it is compared. */
  readonly heapBytes: number | null;
}

/** Trains a small model on what `start` makes active, and looks whenever the trainer reports. */
async function heldInTraining(
  start: () => Promise<void>,
  method: { readonly kind: string },
  steps: number,
): Promise<Held[]> {
  const spec = resolvedSpec({
    architecture: { kind: 'lstm', units: 8 },
    method,
    sparsity: methods.find(({ kind }) => kind === method.kind)!.sparse ? 0.75 : 0,
    sparsityOf: 'macs',
    task: methodDefinition(method.kind).needsIdentity === true ? TOLD : ADDING,
    train: { steps, batchSize: 4, warmupSteps: 1, evaluateEvery: EVALUATE_EVERY },
    seed: 1,
    backend: 'cpu',
    engine: 'reference',
  });
  const data = await loadTask(spec.task, { cacheDir: join(tmpdir(), 'dsrnn-steady-memory') });
  await start();
  const rng = createRng(1);
  const model = buildModel(spec, rng, data.train);
  const held: Held[] = [];
  await train(model, data, spec.train, rng, {
    report: ({ step }) => {
      const heapBytes = step === SETTLED || step === steps ? liveHeapBytes() : null;
      held.push({ step, memory: tf.memory(), heapBytes });
    },
  });
  model.dispose();
  return held;
}

/** Every report from `SETTLED` on tells the same, up to the last step. */
function expectSteady(held: readonly Held[], steps: number): void {
  const [first, ...later] = held.filter(({ step }) => step >= SETTLED);
  expect(later.at(-1)?.step).toBe(steps);
  for (const { step, memory } of later) expect(memory, `after step ${String(step)}`).toEqual(first?.memory);
  expect(later.at(-1)!.heapBytes! - first!.heapBytes!).toBeLessThan(HEAP_GROWTH_BYTES);
}

const obstacles = await Promise.all(backendDefinitions.map(({ obstacle }) => obstacle()));

describe.each(backendDefinitions.map((definition, i) => ({ ...definition, obstacle: obstacles[i] ?? null })))(
  'training on backend $name',
  ({ name, memory, obstacle }) => {
    if (obstacle !== null) {
      it.skip(`does not run here: ${obstacle.problem}; ${obstacle.remedy}`, () => undefined);
      return;
    }
    const steps = memory === 'host' ? HOST_STEPS : DEVICE_STEPS;
    const skipped = memory === 'device' && !asked;
    it.skipIf(skipped)(
      `holds the same over ${String(steps)} steps${skipped ? ' (skipped: takes half an hour; set DSRNN_SLOW_TESTS=1)' : ''}`,
      async () => {
        const start = async (): Promise<void> => {
          await useBackend(name, 'reference');
          // Small products take a software GPU 20 ms each, on the program that reduces them in shared memory; this is
          // another one.
          if (name === 'webgpu') tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', 3);
        };
        expectSteady(await heldInTraining(start, { kind: 'ds' }, steps), steps);
      },
      7_200_000,
    );
  },
);

it.each(methods.map(({ kind }) => kind))(
  'training as on a device holds no more later than before, %s',
  async (kind) => {
    const held = await heldInTraining(useCpuAsDevice, { kind }, METHOD_STEPS);
    // Not always the same: RigL sums gradients before each update.
    const most = (from: number, to: number): number =>
      Math.max(...held.flatMap(({ step, memory }) => (step > from && step <= to ? [memory.numTensors] : [])));
    const third = METHOD_STEPS / 3;
    expect(most(2 * third, METHOD_STEPS)).toBeLessThanOrEqual(most(third, 2 * third));
  },
);
