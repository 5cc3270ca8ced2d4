/** Runs a gated cell on an engine, and compares two engines: outputs, activity and every gradient. */
import { createRng } from '@dsrnn/portable';
import fc from 'fast-check';
import { expect } from 'vitest';
import { activeKernels, useEngine, type EngineName } from '../src/backends/engine.ts';
import type { CellDefinition } from '../src/cells/cell.ts';
import { canFuse } from '../src/engines/fused/unroll-fused.ts';
import type { ReadoutKind } from '../src/engines/recurrence.ts';
import { unroll } from '../src/engines/unroll/unroll.ts';
import { disposeParameters } from '../src/tensor/parameters.ts';
import { tf } from '../src/tensor/tf.ts';
import type { Gated, Sizes } from './engine-cases.ts';
import { toyParameters, toySequences, toySettings } from './toys.ts';

/** Small sizes of any kind. */
export const sizes = fc.record({
  batch: fc.integer({ min: 1, max: 5 }),
  time: fc.integer({ min: 1, max: 6 }),
  features: fc.integer({ min: 1, max: 9 }),
  units: fc.integer({ min: 1, max: 13 }),
  seed: fc.integer({ min: 1, max: 1000 }),
});

/** All that a pass gives. */
export interface Result {
  readonly output: Float32Array;
  readonly activity: { x: number; h: number };
  readonly gradients: Record<string, Float32Array>;
}

/** Outputs of a pass without and gradients of one with a gradient, of weighted outputs and the penalty. */
export async function run(
  engine: EngineName,
  cell: CellDefinition,
  size: Sizes,
  { extra, gating }: Gated,
  readout: ReadoutKind,
  config: Record<string, unknown> = {},
): Promise<Result> {
  await useEngine(engine);
  const { batch, time, features, units, seed } = size;
  const settings = cell.config.parse({ ...toySettings(cell, units), ...config });
  const parameters = {
    ...toyParameters(cell, settings, features, seed),
    ...extra(size, createRng(seed).fork('extra')),
  };
  const xs = toySequences(batch, time, features, createRng(seed).fork('xs'));
  const counts: Record<'x' | 'h', number[]> = { x: [], h: [] };
  const pass = (differentiate: boolean): tf.Tensor => {
    const chosen = gating(size, parameters);
    if (engine === 'fused') expect(canFuse({ cell, gating: chosen })).toBe(true);
    counts.x.length = counts.h.length = 0;
    const { output, penalty } = unroll(xs, {
      cell,
      settings,
      parameters,
      gating: chosen,
      readout,
      differentiate,
      observe: (channels, active) => {
        const n = channels === 'x' ? features : units;
        const mean =
          active instanceof tf.Tensor
            ? (tf.mean(tf.sum(tf.cast(tf.notEqual(active, 0), 'float32'), 1)).dataSync()[0] as number)
            : (active ?? n);
        counts[channels].push(mean);
      },
    });
    return penalty === null ? output : tf.add(output, penalty);
  };
  const rng = createRng(seed).fork('coefficients');
  const variables = Object.values(parameters);
  const result = tf.tidy(() => {
    const output = pass(false).dataSync<'float32'>().slice();
    const coefficients = Float32Array.from(output, () => 2 * rng.uniform() - 1);
    const { grads } = tf.variableGrads(() => {
      const value = pass(true);
      return tf.sum(tf.mul(value, tf.tensor(coefficients, value.shape)));
    }, variables);
    const gradients = Object.fromEntries(
      Object.entries(parameters).map(([name, variable]) => {
        const gradient = grads[variable.name] as tf.Tensor | null | undefined;
        return [
          name,
          gradient == null ? new Float32Array(variable.size) : gradient.dataSync<'float32'>().slice(),
        ];
      }),
    );
    return { output, gradients };
  });
  const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const activity = { x: mean(counts.x), h: mean(counts.h) };
  xs.dispose();
  disposeParameters(parameters);
  if (engine === 'fused') expect(activeKernels()?.arena.inUse, 'blocks left in kernel memory').toBe(0);
  return { ...result, activity };
}

/** Largest difference, as a share of the largest entry or of 1. */
function apart(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  let off = 0;
  let scale = 1;
  a.forEach((value, i) => {
    off = Math.max(off, Math.abs(value - (b[i] as number)));
    scale = Math.max(scale, Math.abs(value));
    if (Number.isNaN(value) !== Number.isNaN(b[i])) off = Infinity;
  });
  return off / scale;
}

/** Fails unless the fused engine does what the reference does. */
export async function expectSame(
  cell: CellDefinition,
  size: Sizes,
  gated: Gated,
  readout: ReadoutKind,
  config: Record<string, unknown> = {},
): Promise<void> {
  const fused = await run('fused', cell, size, gated, readout, config);
  const reference = await run('reference', cell, size, gated, readout, config);
  expect(apart(fused.output, reference.output), 'output').toBeLessThan(2e-5);
  for (const name of Object.keys(reference.gradients)) {
    const [a, b] = [fused.gradients[name], reference.gradients[name]] as [Float32Array, Float32Array];
    expect(apart(a, b), `gradient of ${name}`).toBeLessThan(1e-4);
  }
  expect(fused.activity.x).toBeCloseTo(reference.activity.x, 4);
  expect(fused.activity.h).toBeCloseTo(reference.activity.h, 4);
}
