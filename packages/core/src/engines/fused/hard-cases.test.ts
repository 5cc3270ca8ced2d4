/** The fused engine where numbers or shapes are out of the ordinary. */
import { createRng } from '@dsrnn/portable';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  gradientsOf,
  lossOfModel,
  numbersOf,
  toyContext,
  toyMode,
  toyParameters,
  toySequences,
  toySettings,
} from '../../../test/toys.ts';
import { useBackend } from '../../backends/backend.ts';
import { activeKernels, useEngine } from '../../backends/engine.ts';
import type { CellDefinition } from '../../cells/cell.ts';
import { cells } from '../../cells/registry.ts';
import { ShapeError } from '../../errors.ts';
import type { Gating } from '../../gating/gating.ts';
import { aheadOfState } from '../../gating/masks/mask-source.ts';
import { ds } from '../../methods/ds.ts';
import { disposeParameters } from '../../tensor/parameters.ts';
import { tf } from '../../tensor/tf.ts';
import { unroll } from '../unroll/unroll.ts';

const [BATCH, TIME, FEATURES, UNITS] = [2, 5, 3, 6];
const all = cells as readonly unknown[] as readonly CellDefinition[];
const ones = (rows: number, n: number): Gating => ({
  kind: 'masked',
  inactive: 'carry',
  masks: aheadOfState('sequence', 'all', () => ({
    block: { x: null, h: tf.ones([1, rows, n]) },
    penalty: null,
  })),
});

beforeAll(() => useBackend('wasm'));

describe.each(all.map((cell) => [cell.kind, cell] as const))('fused %s', (_kind, cell) => {
  const settings = toySettings(cell, UNITS);

  /** Outputs of inputs that `value` gives, by both engines. */
  async function outputs(value: (i: number) => number, gating: () => Gating): Promise<[number[], number[]]> {
    const both: number[][] = [];
    for (const engine of ['fused', 'reference'] as const) {
      await useEngine(engine);
      const parameters = toyParameters(cell, settings, FEATURES);
      both.push(
        tf.tidy(() => {
          const xs = tf.tensor3d(
            Float32Array.from({ length: BATCH * TIME * FEATURES }, (_, i) => value(i)),
            [BATCH, TIME, FEATURES],
          );
          const request = { cell, settings, parameters, gating: gating(), readout: 'steps' } as const;
          return numbersOf(unroll(xs, { ...request, differentiate: false }).output);
        }),
      );
      disposeParameters(parameters);
    }
    return both as [number[], number[]];
  }

  it.each([
    ['denormal', (i: number) => (i % 2 === 0 ? 1e-42 : -3e-41)],
    ['zeros of both signs', (i: number) => (i % 2 === 0 ? 0 : -0)],
    ['large', (i: number) => (i % 3 === 0 ? 1e4 : -2e4)],
  ])('takes %s inputs as the reference does', async (_name, value) => {
    for (const gating of [(): Gating => ({ kind: 'dense' }), (): Gating => ones(BATCH, UNITS)]) {
      const [fused, reference] = await outputs(value, gating);
      const scale = Math.max(1, ...reference.map(Math.abs));
      fused.forEach((h, i) => expect(Math.abs(h - (reference[i] as number)) / scale).toBeLessThan(1e-4));
      expect(fused.every(Number.isFinite)).toBe(true);
    }
  });

  it('passes NaN on, and only in the sample and from the step that has it', async () => {
    // The second sample has it from step 3 on. (A convolution by transform may reach all steps of a sample.)
    const at = (TIME + 3) * FEATURES;
    const [fused] = await outputs(
      (i) => (i === at ? NaN : 0.1 * i),
      () => ({ kind: 'dense' }),
    );
    fused.forEach((h, i) => {
      const [sample, step] = [Math.floor(i / (TIME * UNITS)), Math.floor(i / UNITS) % TIME];
      if (sample === 0) expect(h).not.toBeNaN();
      else if (step < 3) expect(cell.recurrence === 'linear' || !Number.isNaN(h)).toBe(true);
    });
    expect(fused.some(Number.isNaN)).toBe(true);
  });

  const routers: readonly (readonly [string, Record<string, unknown>])[] = [
    ['at each step', {}],
    ['once', { router: { input: 'mean' }, estimator: { kind: 'active-only' } }],
    ['in groups', { groupSize: 4, router: { input: 'ema' } }],
    ['what the next step reads', { read: 'previous', groupSize: 4, inactive: 'zero' }],
  ];
  const possible = routers.filter(([, config]) => cell.recurrence === 'nonlinear' || !('read' in config));
  it.each(possible)('ends with a router whose scores are NaN, deciding %s', async (_when, config) => {
    await useEngine('fused');
    const context = toyContext(ds, cell, { units: UNITS, features: FEATURES, config });
    const model = ds.create(context, createRng(1));
    tf.tidy(() => model.parameters['router.w1']?.assign(tf.fill(model.parameters['router.w1'].shape, NaN)));
    const xs = toySequences(BATCH, TIME, FEATURES, createRng(1));
    const gradients = gradientsOf(model.parameters, () => lossOfModel(model, xs, model.gating(toyMode())));
    expect(Object.keys(gradients)).toEqual(Object.keys(model.parameters));
    expect(
      Object.values(gradients)
        .flatMap((one) => [...one])
        .some(Number.isNaN),
    ).toBe(true);
    xs.dispose();
    model.dispose();
  });

  it('refuses shapes that do not fit, before anything reaches a kernel', async () => {
    await useEngine('fused');
    const parameters = toyParameters(cell, settings, FEATURES);
    const xs = toySequences(BATCH, TIME, FEATURES + 1, createRng(1));
    const request = { cell, settings, parameters, readout: 'last' } as const;
    expect(() => tf.tidy(() => unroll(xs, { ...request, gating: { kind: 'dense' } }).output)).toThrow(
      ShapeError,
    );
    const fitting = toySequences(BATCH, TIME, FEATURES, createRng(1));
    for (const wrong of [ones(BATCH + 1, UNITS), ones(BATCH, UNITS + 1)]) {
      expect(() => tf.tidy(() => unroll(fitting, { ...request, gating: wrong }).output)).toThrow(
        /masks: expected shape/,
      );
    }
    await useEngine('fused');
    expect(activeKernels()?.arena.inUse).toBe(0);
    xs.dispose();
    fitting.dispose();
    disposeParameters(parameters);
  });

  it('says so when a gradient is asked of a pass that kept nothing for it', async () => {
    await useEngine('fused');
    const parameters = toyParameters(cell, settings, FEATURES);
    const xs = toySequences(BATCH, TIME, FEATURES, createRng(1));
    const loss = (): tf.Scalar =>
      tf.sum(
        unroll(xs, {
          cell,
          settings,
          parameters,
          gating: { kind: 'dense' },
          readout: 'last',
          differentiate: false,
        }).output,
      );
    expect(() => gradientsOf(parameters, loss)).toThrow(/keeps nothing for a gradient in evaluation/);
    xs.dispose();
    disposeParameters(parameters);
  });
});
