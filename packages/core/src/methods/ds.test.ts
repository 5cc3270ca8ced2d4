import { createRng } from '@dsrnn/portable';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  centralDifferences,
  gradientsOf,
  largestDifference,
  lossOfModel,
  numbersOf,
  outputsOf,
  toyContext,
  toyMode,
  toySequences,
  weightedSum,
} from '../../test/toys.ts';
import { useBackend } from '../backends/backend.ts';
import type { CellDefinition } from '../cells/cell.ts';
import { cellDefinition, cells } from '../cells/registry.ts';
import { SettingError } from '../errors.ts';
import type { EstimatorDefinition } from '../gating/estimators/estimator.ts';
import { estimatorConfig, estimatorDefinition } from '../gating/estimators/registry.ts';
import { topKMask } from '../gating/estimators/top-k-mask.ts';
import type { Gating } from '../gating/gating.ts';
import { routedMasks } from '../gating/masks/routed-masks.ts';
import { prepareRouter, type RouterValues } from '../gating/routers/router.ts';
import type { Parameters } from '../tensor/parameters.ts';
import { tf } from '../tensor/tf.ts';
import { ds, routerMacsPerStep, routerOf } from './ds.ts';
import type { MethodContext } from './method.ts';

const [BATCH, TIME, FEATURES, UNITS] = [2, 3, 3, 5];
const lstm = cellDefinition('lstm');

/**
 * A smooth function whose value and slope at the base point are those of the straight-through estimator:
 * hard₀ + σ((l − θ₀)/τ) − σ((l₀ − θ₀)/τ), with hard₀, l₀, θ₀ taken the first time each decision is made.
 * So central differences of it are the estimator's gradient, through router, state and time.
 */
function surrogate(temperature: number): { estimator: EstimatorDefinition; restart: () => void } {
  const bases: { hard: tf.Tensor2D; theta: tf.Tensor2D; p: tf.Tensor2D }[] = [];
  let at = 0;
  const estimator: EstimatorDefinition = {
    ...estimatorDefinition('top-k-ste'),
    mask(_config, logits, k) {
      const index = at++;
      if (bases[index] === undefined) {
        const { mask, threshold } = topKMask(logits, k);
        const p = tf.sigmoid(tf.div(tf.sub(logits, threshold), temperature));
        bases[index] = { hard: tf.keep(mask), theta: tf.keep(threshold), p: tf.keep(p) as tf.Tensor2D };
      }
      const { hard, theta, p } = bases[index];
      return tf.add(hard, tf.sub(tf.sigmoid(tf.div(tf.sub(logits, theta), temperature)), p));
    },
  };
  return { estimator, restart: () => (at = 0) };
}

describe.each([
  ['x', 'both'],
  ['xh', 'both'],
  ['xh', 'rows'],
  ['xh', 'columns'],
  ['ema', 'both'],
  ['first', 'both'],
  ['mean', 'both'],
  ['pool', 'both'],
  ['identity', 'both'],
] as const)('DS with router input %s, masking %s', (input, sides) => {
  it('has the gradient of its smooth surrogate in cell and router, through time', async () => {
    await useBackend('cpu');
    const context = toyContext(ds, lstm, {
      units: UNITS,
      features: FEATURES,
      time: TIME,
      identity: 2,
      config: {
        router: { input, width: 3, firstSteps: 2, blocks: 2 },
        // As many channels for every case: one side alone would leave one unit of five.
        ...(sides === 'both' ? {} : { sides, hiddenDensity: 0.6 }),
        ...(sides === 'columns' ? { inputDensity: 0.6 } : {}),
      },
    }) as unknown as MethodContext<ReturnType<typeof ds.config.parse>>;
    const model = ds.create(context, createRng(2));
    const { cell, settings, parameters } = model;
    const router = parameters as Parameters & RouterValues;
    const xs = toySequences(BATCH, TIME, FEATURES, createRng(1));
    const actual = gradientsOf(parameters, () => lossOfModel(model, xs, model.gating(toyMode())));

    const { estimator, restart } = surrogate(0.3);
    const loss = (): tf.Scalar => {
      restart();
      const gating: Gating = {
        kind: 'masked',
        inactive: 'carry',
        sides,
        masks: routedMasks({
          parameters: router,
          score: prepareRouter(router),
          input: routerOf(context),
          estimator,
          estimatorConfig: estimatorConfig.parse({ kind: 'top-k-ste' }),
          features: FEATURES,
          units: UNITS,
          maskInputs: sides !== 'rows',
          budget: { x: 2, h: 3 }, // √0.25 of 3 and of 5, rounded
          softBudget: null,
          balanceWeight: 0,
          mode: toyMode(),
        }),
      };
      return weightedSum(outputsOf(xs, cell, settings, parameters, gating));
    };
    tf.tidy(() => void loss());
    for (const [name, variable] of Object.entries(parameters)) {
      const expected = centralDifferences(variable, loss);
      expect(largestDifference(actual[name] as number[], expected), name).toBeLessThan(1e-3);
      expect(Math.max(...expected.map(Math.abs)), name).toBeGreaterThan(5e-3);
    }
    model.dispose();
  });
});

describe.each(cells.map((cell) => [cell.kind, cell as unknown as CellDefinition] as const))(
  'DS over %s',
  (_kind, cell) => {
    beforeAll(() => useBackend('wasm'));

    it('at density 1 is the dense cell, forward and gradient, and its router rests', () => {
      const context = toyContext(ds, cell, { config: { inputDensity: 1, hiddenDensity: 1 } });
      const model = ds.create(context, createRng(2));
      const xs = toySequences(BATCH, TIME, FEATURES, createRng(1));
      const { settings, parameters } = model;
      const run = (gating: Gating): { hs: number[]; gradients: Record<string, number[]> } => ({
        hs: tf.tidy(() =>
          numbersOf(tf.stack(outputsOf(xs, cell, settings, parameters, gating) as tf.Tensor2D[])),
        ),
        gradients: gradientsOf(parameters, () => lossOfModel(model, xs, gating)),
      });
      const full = run(model.gating(toyMode()));
      const plain = run({ kind: 'dense' });
      expect(largestDifference(full.hs, plain.hs)).toBeLessThan(1e-6);
      for (const name of Object.keys(parameters)) {
        const [a, b] = [full.gradients[name], plain.gradients[name]] as [number[], number[]];
        expect(largestDifference(a, b), name).toBeLessThan(1e-5);
        if (name.startsWith('router.')) expect(a.every((value) => value === 0)).toBe(true);
      }
      xs.dispose();
      model.dispose();
    });
  },
);

describe('DS', () => {
  beforeAll(() => useBackend('wasm'));

  const context = (config = {}, rest = {}): MethodContext<ReturnType<typeof ds.config.parse>> =>
    toyContext(ds, lstm, { units: 128, features: 28, time: 28, sparsity: 0.9, config, ...rest });

  it('of 28 inputs and 128 units costs 79,872, 7,840 and 4,992 MACs: dense, core and router', () => {
    // Router: 16 · (28 + 128) in, 16 · (28 + 128) out = 4992.
    expect(ds.plan(context()).macs).toEqual({ dense: 79872, core: 7840, router: 4992, total: 12832 });
  });

  it('spreads the cost of a sequence-scope router over its steps', () => {
    // 16 · (28 + 156)/28
    expect(routerMacsPerStep(context({ router: { input: 'mean' } }))).toBeCloseTo((16 * 184) / 28, 10);
  });

  it.each([
    [
      { input: 'first', firstSteps: 29 },
      'method.router.firstSteps: is 29, but the sequences of the task have 28 steps',
    ],
    [
      { input: 'pool', blocks: 30 },
      'method.router.blocks: is 30, but the sequences of the task have 28 steps',
    ],
  ])('refuses a router that reads more steps than there are: %j', (router, message) => {
    expect(() => ds.plan(context({ router }))).toThrow(SettingError);
    expect(() => ds.plan(context({ router }))).toThrow(message);
    expect(() => ds.plan(context({ router: { ...router, input: 'xh' } }))).not.toThrow();
  });

  it('reads the identity of a task that gives one, at so few MACs, and refuses one that gives none', () => {
    const router = { input: 'identity' };
    const identified = context({ router }, { identity: 5 });
    expect(routerOf(identified).identity).toBe(5);
    // 16 · (5 + 156) once in 28 steps.
    expect(routerMacsPerStep(identified)).toBeCloseTo((16 * 161) / 28, 10);
    expect(() => ds.plan(context({ router }))).toThrow(SettingError);
    expect(() => ds.plan(context({ router }))).toThrow(
      'method.router.input: is identity, but the task gives no identity: set task.identity to one-hot',
    );
  });

  it('masks rows or columns alone at the MACs of a tenth, and scores no inputs where it reads them all', () => {
    const rows = context({ sides: 'rows' });
    // Core 4 · 13 · 156; router 16 · (28 + 128) in, 16 · 128 out.
    expect(ds.plan(rows).macs).toMatchObject({ dense: 79872, core: 8112, router: 16 * 156 + 16 * 128 });
    // Core 4 · 128 · (3 + 13).
    expect(ds.plan(context({ sides: 'columns' })).macs).toMatchObject({ core: 8192, router: 4992 });
    expect(ds.plan(context({ sides: 'both' }))).toEqual(ds.plan(context()));
    const model = ds.create(rows, createRng(2));
    expect(model.parameters['router.w2']?.shape).toEqual([16, 128]);
    expect(model.macs({ x: 28, h: 13 }).core).toBe(8112);
    model.dispose();
  });

  it.each([
    [{ sides: 'rows' }, 'with sides: rows all channels are read'],
    [{ sides: 'columns' }, 'with sides: columns every unit is written'],
    [{ router: { input: 'mean' } }, 'one mask serves the whole sequence'],
    [{ router: { input: 'first', firstSteps: 2 } }, 'decide a mask per step'],
  ])('refuses to read the step before where there is no other mask to read by: %j', (config, message) => {
    const plan = (): unknown => ds.plan(toyContext(ds, lstm, { config: { ...config, read: 'previous' } }));
    expect(plan).toThrow(SettingError);
    expect(plan).toThrow(`method.read: is previous, but`);
    expect(plan).toThrow(message);
    const s4d = toyContext(ds, cellDefinition('s4d'), { config: { read: 'previous' } });
    expect(() => ds.create(s4d, createRng(1))).toThrow('no product of s4d reads its state');
  });

  it('scores groups of units, whose router is smaller by what they share', () => {
    // Of 5 units 3 groups, two of two and one of one: 3 scores besides those of 3 inputs.
    const context = toyContext(ds, lstm, { config: { groupSize: 2 }, units: 5, features: 3 });
    const model = ds.create(context, createRng(1));
    expect(model.parameters['router.w2']?.shape).toEqual([16, 6]);
    expect(model.parameters['router.b2']?.shape).toEqual([6]);
    expect(routerMacsPerStep(context)).toBe(16 * (8 + 6));
    model.dispose();
  });

  it('says that groups which the state chooses went badly', () => {
    const advice = (config: object): string | undefined =>
      ds.plan(toyContext(ds, lstm, { config: { groupSize: 2, ...config } })).advice;
    expect(advice({ router: { input: 'xh' } })).toContain('take groupSize: 1');
    expect(advice({ router: { input: 'ema' } })).toBeUndefined();
    expect(advice({ router: { input: 'xh' }, groupSize: 1 })).toBeUndefined();
  });

  it.each([5, 99])('refuses groups of %d, of which 5 units make one', (groupSize) => {
    const config = { groupSize, hiddenDensity: 0.1 };
    const plan = (): unknown => ds.plan(toyContext(ds, lstm, { config, units: 5, features: 3 }));
    expect(plan).toThrow(SettingError);
    expect(plan).toThrow(`method.groupSize: is ${String(groupSize)}, but the layer has 5 units`);
  });

  it('refuses one-sided masks that have nothing to act on', () => {
    const s4d = toyContext(ds, cellDefinition('s4d'), { config: { sides: 'rows' } });
    expect(() => ds.plan(s4d)).toThrow(SettingError);
    expect(() => ds.plan(s4d)).toThrow('method.sides: is rows, but the masks of s4d');
    expect(() => ds.plan(context({ sides: 'columns', inactive: 'zero' }))).toThrow(
      'method.inactive: is zero',
    );
    expect(() => ds.plan(context({ sides: 'rows', inputDensity: 0.5 }))).toThrow(
      'method.inputDensity: is 0.5, but with sides: rows',
    );
  });

  it('on a linear recurrence routes by a moving average, and refuses what would end the convolution', () => {
    const s4d = cellDefinition('s4d');
    const on = (config: Record<string, unknown>): MethodContext<ReturnType<typeof ds.config.parse>> =>
      toyContext(ds, s4d, { units: 8, features: 3, time: 6, config });
    expect(routerOf(on({})).input).toBe('ema');
    expect(routerOf(context()).input).toBe('xh');
    expect(() => ds.plan(on({ router: { input: 'xh' } }))).toThrow(
      'method.router.input: xh reads the state, but a layer of s4d is a convolution',
    );
    expect(() => ds.plan(on({ inactive: 'zero' }))).toThrow('method.inactive: is zero, but the state of s4d');
  });

  it('detaches the state from the router on request', () => {
    const gradientOfFirst = (detachState: boolean): number[] => {
      const model = ds.create(
        toyContext(ds, lstm, { units: UNITS, config: { router: { detachState } } }),
        createRng(2),
      );
      const xs = toySequences(BATCH, TIME, FEATURES, createRng(1));
      const gradients = gradientsOf(model.parameters, () => lossOfModel(model, xs, model.gating(toyMode())));
      xs.dispose();
      model.dispose();
      return gradients['wx'] as number[];
    };
    expect(largestDifference(gradientOfFirst(true), gradientOfFirst(false))).toBeGreaterThan(1e-4);
  });

  it('closes its masks linearly from everything to the budget while it ramps', () => {
    const model = ds.create(context({ rampShare: 0.5 }), createRng(2));
    const active = (progress: number): [number, number] => {
      let counts: [number, number] = [NaN, NaN];
      tf.tidy(() => {
        const gating = model.gating({ ...toyMode(), progress });
        if (gating.kind !== 'masked') throw new Error('expected masks');
        const x = tf.zeros<tf.Rank.R2>([1, 28]);
        const masks = gating.masks.begin([x]).at(0, x, tf.zeros([1, 128]));
        const count = (mask: tf.Tensor | null): number => tf.sum(mask as tf.Tensor).dataSync()[0] as number;
        counts = [count(masks.x), count(masks.h)];
      });
      return counts;
    };
    // Half way: 28 − 19/2 = 18.5 → 19, 128 − 88/2 = 84.
    expect([active(0), active(0.25), active(0.5), active(1)]).toEqual([
      [28, 128],
      [19, 84],
      [9, 40],
      [9, 40],
    ]);
    expect(model.selectableFrom).toBe(5);
    model.dispose();
  });

  it('scales the learning rate of its router only', () => {
    const model = ds.create(context({ router: { rateScale: 0.1 } }), createRng(2));
    const names = Object.keys(model.parameters);
    expect(names.filter((name) => model.rateScale[name] === 0.1)).toEqual(
      names.filter((name) => name.startsWith('router.')),
    );
    model.dispose();
  });

  it('with the dual budget raises the multipliers while the masks are too open', async () => {
    const model = ds.create(context({ estimator: { kind: 'hard-concrete', weight: 0.5 } }), createRng(2));
    expect(model.watchesActivity).toBe(true);
    await model.afterStep(0, { x: 28, h: 20 });
    const [x, h] = numbersOf(model.buffers['dual.multipliers'] as tf.Tensor) as [number, number];
    expect(x).toBeCloseTo(0.5 * (1 - 9 / 28), 5);
    expect(h).toBeCloseTo(0.5 * (20 / 128 - 40 / 128), 5);
    model.dispose();
  });
});
