/** The fused engine against the reference: the same outputs and the same gradients, whatever is asked of it. */
import { createRng, type Rng } from '@dsrnn/portable';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { coinMask, toyMode, toyParameters, toySequences, toySettings } from '../../../test/toys.ts';
import { useBackend } from '../../backends/backend.ts';
import { activeKernels, useEngine, type EngineName } from '../../backends/engine.ts';
import type { CellDefinition } from '../../cells/cell.ts';
import { cells } from '../../cells/registry.ts';
import type { MaskGradient } from '../../gating/estimators/mask-gradient.ts';
import type { EstimatorDefinition } from '../../gating/estimators/estimator.ts';
import { estimatorConfig, estimatorDefinition, estimators } from '../../gating/estimators/registry.ts';
import { topKMask } from '../../gating/estimators/top-k-mask.ts';
import type { Gating } from '../../gating/gating.ts';
import { aheadOfState, type MaskSource } from '../../gating/masks/mask-source.ts';
import { routedMasks } from '../../gating/masks/routed-masks.ts';
import type { RouterInput } from '../../gating/routers/router-input.ts';
import { routerInputWidth } from '../../gating/routers/router-input.ts';
import { routerInit, type RouterValues } from '../../gating/routers/router.ts';
import type { SoftBudget } from '../../gating/routers/routing.ts';
import { asParameters, disposeParameters, type Parameters } from '../../tensor/parameters.ts';
import { tf } from '../../tensor/tf.ts';
import type { ReadoutKind } from '../recurrence.ts';
import { unroll } from '../unroll/unroll.ts';
import { fusedCellOf } from './registry.ts';
import { canFuse } from './unroll-fused.ts';

const fusedCells = (cells as readonly unknown[] as readonly CellDefinition[]).filter(
  (cell) => fusedCellOf(cell) !== undefined,
);

/** A case: sizes, and how the cell is gated. */
interface Sizes {
  readonly batch: number;
  readonly time: number;
  readonly features: number;
  readonly units: number;
  readonly seed: number;
}
const sizes = fc.record({
  batch: fc.integer({ min: 1, max: 5 }),
  time: fc.integer({ min: 1, max: 6 }),
  features: fc.integer({ min: 1, max: 9 }),
  units: fc.integer({ min: 1, max: 13 }),
  seed: fc.integer({ min: 1, max: 1000 }),
});

/** All that a pass gives. */
interface Result {
  readonly output: Float32Array;
  readonly activity: { x: number; h: number };
  readonly gradients: Record<string, Float32Array>;
}

/** Makes a gating from named tensors that may get gradients, and makes those tensors. */
interface Gated {
  readonly extra: (size: Sizes, rng: Rng) => Parameters;
  readonly gating: (size: Sizes, parameters: Parameters) => Gating;
}

async function run(
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

async function expectSame(
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

/** Settings of a cell besides those that suit a toy. */
const variants: Readonly<Record<string, readonly Record<string, unknown>[]>> = {
  s4d: [
    { norm: 'layer', units: 6 },
    { layers: 2, stateSize: 6 },
    { init: 'legs', stateSize: 4, layers: 2, norm: 'layer' },
  ],
  ltc: [{ unfolds: 1 }, { unfolds: 3, elapsed: 0.5 }],
};

const nothing = { extra: () => ({}) };
const dense: Gated = { ...nothing, gating: () => ({ kind: 'dense' }) };
const delta = (thetaX: number, thetaH: number): Gated => ({
  ...nothing,
  gating: () => ({ kind: 'delta', thetaX: tf.scalar(thetaX), thetaH: tf.scalar(thetaH) }),
});

/** Of masks that are given. */
interface GivenOptions {
  readonly maskInputs?: boolean;
  readonly soft?: boolean;
  readonly scope?: 'step' | 'sequence';
  readonly rows?: 'batch' | 'one';
}

/** Of masks that a router decides. */
interface RoutedOptions {
  readonly maskInputs?: boolean;
  readonly inactive?: 'carry' | 'zero';
  readonly detachState?: boolean;
  readonly share?: number;
  readonly balanceWeight?: number;
  readonly softBudget?: SoftBudget | null;
  /** Instead of that of the registry. */
  readonly definition?: EstimatorDefinition;
}

/** Random masks, hard or soft, whose gradient goes to variables that hold them. */
function given(
  gradient: MaskGradient,
  inactive: 'carry' | 'zero',
  { maskInputs = true, soft = false, scope = 'step', rows = 'batch' }: GivenOptions = {},
): Gated {
  const block = (size: Sizes, n: number, rng: Rng): tf.Tensor => {
    const steps = scope === 'step' ? size.time : 1;
    const count = rows === 'batch' ? size.batch : 1;
    const masks = Array.from({ length: steps }, () => coinMask(count, n, rng));
    const stacked = tf.stack(masks);
    masks.forEach((mask) => mask.dispose());
    if (!soft) return stacked;
    return tf.tidy(() => {
      const values = tf.tensor(
        Float32Array.from({ length: stacked.size }, () => 0.1 + 0.9 * rng.uniform()),
        stacked.shape,
      );
      return tf.mul(stacked, values);
    });
  };
  return {
    extra: (size, rng) =>
      asParameters({
        'mask.x': block(size, size.features, rng),
        'mask.h': block(size, size.units, rng),
      }),
    gating: (_size, parameters) => {
      // Masks reach the loss as variables; what an inactive entry gets is dropped where it is not promised.
      const source: MaskSource = aheadOfState(scope, gradient, () => ({
        block: {
          x: maskInputs ? promised(parameters['mask.x'] as tf.Tensor, gradient) : null,
          h: promised(parameters['mask.h'] as tf.Tensor, gradient),
        },
        penalty: null,
      }));
      return { kind: 'masked', masks: source, inactive };
    },
  };
}

/** The mask with the gradient that a source of this kind promises: all, active entries, or none. */
function promised(mask: tf.Tensor, gradient: MaskGradient): tf.Tensor3D {
  return tf.customGrad((value) => ({
    value: tf.clone(value as tf.Tensor),
    gradFunc: (dy) => {
      if (gradient === 'none') return tf.zerosLike(dy);
      return gradient === 'all' ? dy : tf.mul(dy, tf.cast(tf.notEqual(mask, 0), 'float32'));
    },
  }))(mask) as tf.Tensor3D;
}

/** A router of every kind. */
function routed(
  input: RouterInput,
  estimator: { readonly kind: string; readonly [option: string]: unknown },
  {
    maskInputs = true,
    inactive = 'carry',
    detachState = false,
    share = 0.5,
    balanceWeight = 0,
    softBudget = null,
    definition = estimatorDefinition(estimator.kind),
  }: RoutedOptions = {},
): Gated {
  const settings = (size: Sizes) => ({
    input,
    firstSteps: Math.min(2, size.time),
    blocks: Math.min(2, size.time),
    emaDecay: 0.75,
    identity: Math.min(2, size.features),
    detachState,
  });
  const width = 3;
  return {
    extra: (size, rng) =>
      asParameters(
        routerInit(
          {
            inputs: routerInputWidth(settings(size), size.features, size.units),
            width,
            outputs: (maskInputs ? size.features : 0) + size.units,
          },
          rng,
        ),
      ),
    gating: (size, parameters) => ({
      kind: 'masked',
      inactive,
      masks: routedMasks({
        parameters: parameters as Parameters & RouterValues,
        input: settings(size),
        estimator: definition,
        estimatorConfig: estimatorConfig.parse(estimator),
        features: size.features,
        units: size.units,
        maskInputs,
        budget: {
          x: Math.max(1, Math.round(share * size.features)),
          h: Math.max(1, Math.round(share * size.units)),
        },
        softBudget,
        balanceWeight,
        mode: toyMode(),
      }),
    }),
  };
}

/** Top-k from which the scores learn nothing; only what is asked of them besides does teach them. */
const withoutGradient: EstimatorDefinition = {
  ...estimatorDefinition('top-k-ste'),
  gradient: 'none',
  mask: (_config, logits, k) => promised(topKMask(logits, k).mask, 'none') as tf.Tensor as tf.Tensor2D,
};

const readouts = fc.constantFrom<ReadoutKind>('last', 'mean', 'steps');

describe.each(fusedCells.map((cell) => [cell.kind, cell] as const))('fused %s', (_kind, cell) => {
  beforeAll(() => useBackend('wasm'));

  const same = (gated: fc.Arbitrary<Gated>, numRuns: number): Promise<void> =>
    fc.assert(
      fc.asyncProperty(sizes, gated, readouts, (size, how, readout) => expectSame(cell, size, how, readout)),
      { numRuns, seed: 7 },
    );

  it('is the dense cell', () => same(fc.constant(dense), 25));

  it('is the delta network', () =>
    same(
      fc.tuple(fc.constantFrom(0, 0.05, 0.4), fc.constantFrom(0, 0.02, 0.2)).map(([x, h]) => delta(x, h)),
      25,
    ));

  it('takes masks that are given, hard or soft, a step or a sequence, and returns their gradients', () =>
    same(
      fc
        .record({
          gradient: fc.constantFrom<MaskGradient>('none', 'active', 'all'),
          inactive: fc.constantFrom('carry' as const, 'zero' as const),
          maskInputs: fc.boolean(),
          soft: fc.boolean(),
          scope: fc.constantFrom('step' as const, 'sequence' as const),
          rows: fc.constantFrom('batch' as const, 'one' as const),
        })
        .map(({ gradient, inactive, ...rest }) => given(gradient, inactive, rest)),
      60,
    ));

  it.each(estimators.map(({ kind }) => [kind] as const))('routes with %s', (estimator) =>
    same(
      fc
        .record({
          input: fc.constantFrom<RouterInput>(
            'x',
            'ema',
            'first',
            'mean',
            'pool',
            'identity',
            ...(cell.recurrence === 'nonlinear' ? (['xh', 'xh', 'xh'] as const) : []),
          ),
          maskInputs: fc.boolean(),
          inactive: fc.constantFrom('carry' as const, 'zero' as const),
          detachState: fc.boolean(),
          share: fc.constantFrom(0.01, 0.3, 0.6, 1),
          balanceWeight: fc.constantFrom(0, 0, 0.7),
          softBudget: fc.constantFrom(null, { weight: 0.8 }, { multipliers: tf.tensor1d([0.4, -1.2]) }),
        })
        .map(({ input, ...rest }) => routed(input, { kind: estimator }, rest)),
      30,
    ),
  );

  it('routes with an estimator that gives no gradient: penalties alone teach the router', () =>
    same(
      fc
        .record({
          input: fc.constantFrom<RouterInput>(
            'x',
            'mean',
            ...(cell.recurrence === 'nonlinear' ? (['xh'] as const) : []),
          ),
          maskInputs: fc.boolean(),
          balanceWeight: fc.constantFrom(0, 0.7),
        })
        .map(({ input, ...rest }) =>
          routed(input, { kind: 'top-k-ste' }, { ...rest, definition: withoutGradient }),
        ),
      20,
    ));

  it.each((variants[cell.kind] ?? []).map((config) => [JSON.stringify(config), config] as const))(
    'with settings %s',
    async (_text, { units = 8, ...config }) => {
      const size = { batch: 3, time: 7, features: 4, units: units as number, seed: 5 };
      for (const gated of [
        dense,
        delta(0.1, 0.05),
        given('all', 'carry', { soft: true }),
        given('active', 'carry'),
        routed('ema', { kind: 'top-k-ste' }, { share: 0.7 }),
      ]) {
        await expectSame(cell, size, gated, 'steps', config);
      }
    },
  );

  it('is the same over a sequence long enough for transforms and several chunks of weight gradients', async () => {
    const size = { batch: 24, time: 90, features: 3, units: 5, seed: 2 };
    for (const gated of [dense, delta(0.1, 0.05), routed('ema', { kind: 'top-k-ste' })]) {
      await expectSame(cell, size, gated, 'mean');
    }
  });

  it('gives the same bits twice', async () => {
    const size = { batch: 3, time: 4, features: 5, units: 7, seed: 3 };
    const gated =
      cell.recurrence === 'nonlinear'
        ? routed('xh', { kind: 'top-k-ste' })
        : routed('ema', { kind: 'top-k-ste' });
    const once = await run('fused', cell, size, gated, 'mean');
    expect(await run('fused', cell, size, gated, 'mean')).toEqual(once);
  });
});

describe('the registry of the fused engine', () => {
  it('goes by definition: a copy of a cell with another step is left to the reference', () => {
    for (const cell of fusedCells) {
      expect(canFuse({ cell, gating: { kind: 'dense' } })).toBe(true);
      expect(canFuse({ cell: { ...cell }, gating: { kind: 'dense' } })).toBe(false);
    }
  });
});
