/** The first steps of a run of profile `paper` on a GPU and on our kernels: one loss curve. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { backendDefinition, tf, useBackend, type BackendName, type EngineName } from '@dsrnn/core';
import type { CurvePoint } from '@dsrnn/records';
import { expect, it } from 'vitest';
import { executeRun } from '../execute-run.ts';
import { expandGrid } from '../../grid/expand-grid.ts';
import { loadExperiment } from '../../declare/load-experiment.ts';
import { loadPresets } from '../../declare/presets.ts';

const root = fileURLToPath(new URL('../../../../../', import.meta.url));
const STEPS = 50;
/** Relative. A mask that flips where two scores are nearly equal is seen in the fourth digit. */
const TOLERANCE = 1e-3;

/** Minutes on a software GPU, so it runs only when asked for. */
const asked = process.env['DSRNN_SLOW_TESTS'] === '1';
const obstacle = await backendDefinition('webgpu').obstacle();
const where = !asked
  ? ' (skipped: takes minutes; set DSRNN_SLOW_TESTS=1)'
  : obstacle === null
    ? ''
    : ` (skipped: ${obstacle.problem}; ${obstacle.remedy})`;

it.skipIf(!asked || obstacle !== null)(
  `webgpu follows the loss curve of wasm${where}`,
  async () => {
    const presets = loadPresets(join(root, 'configs'));
    const experiment = loadExperiment(join(root, 'experiments/sparsity/experiment.yaml'), presets);
    const filter = { architecture: ['lstm-128'], method: ['ds'], sparsity: [0.9], seed: [1] };
    const spec = expandGrid(experiment, 'paper', filter).find(
      ({ labels }) => labels.task === 'digits-rows',
    )!.spec;
    const lossesOn = async (backend: BackendName, engine: EngineName): Promise<number[]> => {
      const { outcome } = await executeRun(
        {
          ...spec,
          ...{ backend, engine },
          // Few examples are scored, for a software GPU takes long; steps and batches are those of the profile.
          task: { ...spec.task, validationCount: 50, testCount: 50 },
          train: { ...spec.train, steps: STEPS, evaluateEvery: STEPS / 5 },
        },
        { access: { cacheDir: join(tmpdir(), 'dsrnn-paper-config') } },
      );
      return outcome.curve.flatMap(({ trainLoss, validationLoss }: CurvePoint) => [
        trainLoss,
        validationLoss,
      ]);
    };
    const expected = await lossesOn('wasm', 'fused');
    expect(expected).toHaveLength(10);
    // The recipe begins with a rate near 0; what it learns by then is still far more than the tolerance.
    expect(expected[0]! - expected.at(-2)!).toBeGreaterThan(10 * TOLERANCE * expected[0]!);
    await useBackend('webgpu', 'reference');
    // As in steady-memory.test.ts: a software GPU is slow on the program that it would choose, a real one keeps it.
    if ((await backendDefinition('webgpu').describe()).emulated)
      tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', 3);
    const found = await lossesOn('webgpu', 'reference');
    expect(found).toHaveLength(expected.length); // a run that diverges has fewer
    found.forEach((loss, i) =>
      expect(Math.abs(loss / expected[i]! - 1), `loss ${String(i)}`).toBeLessThan(TOLERANCE),
    );
  },
  7_200_000,
);
