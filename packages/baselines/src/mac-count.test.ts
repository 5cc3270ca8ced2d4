/** The MACs that methods report are those that an implementation does which really skips inactive work. */
import {
  cellDefinition,
  decidedByRouter,
  tf,
  unrollReference,
  useBackend,
  type Activity,
  type DsConfig,
  type Gating,
  type Masks,
  type MaskSides,
  type MethodContext,
  type MethodDefinition,
  type RecurrentModel,
} from '@dsrnn/core';
import { largestDifference, numbersOf, toyContext, toyMode, toySequences } from '@dsrnn/core/testing';
import { createRng } from '@dsrnn/portable';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  everything,
  gatheredDelta,
  gatheredLstm,
  largest,
  routerScores,
  type ActiveSet,
  type Tally,
  type Weights,
} from '../test/gathered-lstm.ts';
import { methodDefinition } from './registry.ts';

const [BATCH, TIME, FEATURES, UNITS] = [3, 6, 5, 8];
/** Of the inputs, those that a router may take for the identity of a task. */
const IDENTITY = 2;
const lstm = cellDefinition('lstm');

beforeAll(() => useBackend('wasm'));

interface Built {
  readonly model: RecurrentModel;
  readonly context: MethodContext<never>;
  readonly definition: MethodDefinition;
  readonly weights: Weights;
  /** Sequences as numbers, [batch][time][feature]. */
  readonly samples: number[][][];
  readonly hs: number[][][];
  readonly activity: Activity;
  /** Masks of each step, if the method masks channels. */
  readonly masks: { readonly x: number[][] | null; readonly h: number[][] }[];
}

/** Builds a method, runs it once on wasm, and keeps all that the plain implementation needs. */
function build(kind: string, config: Record<string, unknown> = {}): Built {
  const definition = methodDefinition(kind);
  const context = toyContext(definition, lstm, {
    config,
    units: UNITS,
    features: FEATURES,
    time: TIME,
    sparsity: 0.7,
    identity: IDENTITY,
  });
  const model = definition.create(context, createRng(2));
  const xs = toySequences(BATCH, TIME, FEATURES, createRng(1));
  const masks: Built['masks'] = [];
  const counts: { x: number[]; h: number[] } = { x: [], h: [] };
  const samples = xs.arraySync();
  const hs = tf.tidy(() => {
    const gating = spied(model.gating(toyMode(false)), ({ x, h }) => {
      masks.push({ x: x === null ? null : rows(x), h: rows(h) });
    });
    const units = model.settings.units;
    const { hs: steps } = unrollReference(xs, {
      cell: lstm,
      settings: model.settings,
      parameters: model.parameters,
      gating,
      observe: (channels, mask) => {
        counts[channels].push(active(mask as tf.Tensor2D | null, channels === 'x' ? FEATURES : units));
      },
    });
    return tf.stack(steps as tf.Tensor2D[], 1).arraySync() as number[][][];
  });
  xs.dispose();
  const value = (name: string): Float32Array => (model.parameters[name] as tf.Tensor).dataSync<'float32'>();
  const weights: Weights = {
    wx: value('wx'),
    wh: value('wh'),
    b: value('b'),
    features: FEATURES,
    units: model.settings.units,
  };
  return {
    model,
    context,
    definition,
    weights,
    samples,
    hs,
    masks,
    activity: { x: mean(counts.x), h: mean(counts.h) },
  };
}

/** Compares with the plain implementation and returns the products that it did per step and sample. */
function countedOf(built: Built, run: (sample: number[][], row: number, tally: Tally) => number[][]): Tally {
  const tally: Tally = { core: 0, router: 0 };
  const plain = built.samples.map((sample, row) => run(sample, row, tally));
  expect(largestDifference(plain.flat(2), built.hs.flat(2))).toBeLessThan(1e-5);
  return { core: tally.core / (BATCH * TIME), router: tally.router / (BATCH * TIME) };
}

function expectCounted({ model, definition, context, activity }: Built, counted: Tally): void {
  const reported = model.macs(activity);
  expect(reported.core).toBeCloseTo(counted.core, 4);
  expect(reported.router).toBeCloseTo(counted.router, 8);
  expect(reported.total).toBe(reported.core + reported.router);
  const plan = definition.plan(context).macs;
  expect(plan.core).toBeCloseTo(counted.core, 4);
  expect(plan.router).toBeCloseTo(counted.router, 8);
  expect(plan.dense).toBe(reported.dense);
}

describe.each([
  ['fixed-mask', {}],
  ['fixed-mask', { inactive: 'zero' }],
  ['fixed-mask', { maskInputs: false }],
  ['random-mask', {}],
  ['random-mask', { scope: 'sequence' }],
  ['random-mask', { inactive: 'zero', maskInputs: false }],
  ['random-mask', { read: 'previous' }],
  ['random-mask', { read: 'previous', groupSize: 2, inactive: 'zero' }],
  ['random-mask', { groupSize: 4 }],
  ['fixed-mask', { groupSize: 4, maskInputs: false }],
  ['static-router-mean', { freezeShare: 0.1, groupSize: 2 }],
  ['random-mask', { sides: 'rows' }],
  ['random-mask', { sides: 'rows', inactive: 'zero' }],
  ['random-mask', { sides: 'columns' }],
  ['fixed-mask', { sides: 'columns', maskInputs: false }],
  ['fixed-mask', { sides: 'rows' }],
  ['static-router-mean', { freezeShare: 0.1, sides: 'rows' }],
  ['static-router-mean', { freezeShare: 0.1 }],
])('%s %j', (kind, config) => {
  it('does as many products as it reports, and gives what the skipping implementation gives', () => {
    const built = build(kind, config);
    const counted = countedOf(built, (sample, row, tally) =>
      gatheredLstm(
        built.weights,
        sample,
        (t) => {
          const { x, h } = built.masks[t] as Built['masks'][number];
          const active = { x: x === null ? everything(FEATURES) : ones(x, row), h: ones(h, row) };
          if (!('read' in config)) {
            return oneSided('sides' in config ? (config.sides as MaskSides) : 'both', active);
          }
          const before = built.masks[t - 1]?.h;
          return { ...active, h: before === undefined ? [] : ones(before, row), rows: active.h };
        },
        'inactive' in config && config.inactive === 'zero' ? 'zero' : 'carry',
        tally,
      ),
    );
    expectCounted(built, 'read' in config ? withFirstColumns(counted, built) : counted);
    built.model.dispose();
  });
});

/** A first step that reads no column is charged for them, as that of a dense cell is, whose state is 0 too. */
function withFirstColumns(counted: Tally, { masks }: Built): Tally {
  const [first] = masks as [Built['masks'][number]];
  const rows = mean(everything(BATCH).map((row) => ones(first.h, row).length));
  return { ...counted, core: counted.core + (4 * rows * rows) / TIME };
}

describe.each([
  ['ds', {}],
  ['ds', { inactive: 'zero' }],
  ['ds', { maskInputs: false }],
  ['ds', { router: { input: 'x', width: 3 } }],
  ['ds', { router: { input: 'mean' } }],
  ['ds', { router: { input: 'first', firstSteps: 2 }, maskInputs: false }],
  ['ds', { sides: 'rows' }],
  ['ds', { sides: 'columns' }],
  ['ds', { sides: 'columns', router: { input: 'identity' } }],
  ['ds', { read: 'previous' }],
  ['ds', { read: 'previous', groupSize: 2, maskInputs: false, router: { input: 'x', width: 3 } }],
  ['ds', { groupSize: 4 }],
  ['untrained-router', {}],
])('%s %j', (kind, config) => {
  it('decides, skips and counts as a plain implementation of router and cell does', () => {
    const built = build(kind, config);
    const {
      router: settings,
      inactive,
      sides,
      read,
      groupSize,
      ...rest
    } = decidedByRouter<DsConfig>(built.context).config;
    const maskInputs = rest.maskInputs && sides !== 'rows';
    const value = (name: string): Float32Array =>
      (built.model.parameters[`router.${name}`] as tf.Tensor).dataSync<'float32'>();
    const router = { w1: value('w1'), b1: value('b1'), w2: value('w2'), b2: value('b2') };
    // √0.3 = 0.548: 2.7 of 5 inputs. One side alone: 0.3 of 5 inputs, 0.3 of 8 units.
    const kx = !maskInputs ? FEATURES : sides === 'both' ? 3 : 2;
    // √0.3 of 8 units is 4.4; with all 5 inputs, 4 h (h + 5) nearest to 0.3 · 416 = 124.8 is 144 (h = 4).
    const kh = sides === 'both' ? 4 : 2;
    const unitsOf = (groups: readonly number[]): number[] =>
      everything(UNITS).filter((unit) => groups.includes(Math.floor(unit / groupSize)));
    const decide = (z: readonly number[], tally: Tally): ActiveSet => {
      const scores = routerScores(router, z, tally);
      const groups = kh / groupSize;
      const active = maskInputs
        ? { x: largest(scores.slice(0, FEATURES), kx), h: unitsOf(largest(scores.slice(FEATURES), groups)) }
        : { x: everything(FEATURES), h: unitsOf(largest(scores, groups)) };
      return oneSided(sides, active);
    };
    let written: readonly number[] = [];
    /** Rows of a step, and the columns that the step before wrote. */
    const afterWriting = (t: number, active: ActiveSet): ActiveSet => {
      if (read === 'current') return active;
      const columns = t === 0 ? [] : written;
      written = active.h;
      return { ...active, h: columns, rows: active.h };
    };
    const counted = countedOf(built, (sample, _row, tally) => {
      const whole =
        settings.input === 'mean'
          ? decide(
              everything(FEATURES).map((i) => mean(sample.map((x) => x[i] as number))),
              tally,
            )
          : settings.input === 'first'
            ? decide(sample.slice(0, settings.firstSteps).flat(), tally)
            : settings.input === 'identity'
              ? decide(sample[0]?.slice(-IDENTITY) ?? [], tally)
              : null;
      return gatheredLstm(
        built.weights,
        sample,
        (t, x, h) => afterWriting(t, whole ?? decide(settings.input === 'x' ? x : [...x, ...h], tally)),
        inactive,
        tally,
      );
    });
    const products = { both: kh * (kx + kh), rows: kh * (FEATURES + UNITS), columns: UNITS * (kx + kh) };
    const charged = read === 'previous' ? withFirstColumns(counted, built) : counted;
    expect(charged.core).toBeCloseTo(4 * products[sides], 8);
    expectCounted(built, charged);
    built.model.dispose();
  });
});

it.each([0, 0.05, 0.3])('a delta network at threshold %d multiplies the columns that it sends', (theta) => {
  const built = build('delta', { initialTheta: theta, thetaRatio: 0.5 });
  const counted = countedOf(built, (sample, _row, tally) =>
    gatheredDelta(built.weights, sample, { x: theta, h: theta / 2 }, tally),
  );
  expect(built.model.macs(built.activity).core).toBeCloseTo(counted.core, 4);
  expect(built.model.macs(built.activity).router).toBe(0);
  if (theta === 0) expect(counted.core).toBe(built.model.macs(built.activity).dense);
  else expect(counted.core).toBeLessThan(built.model.macs(built.activity).dense);
  built.model.dispose();
});

it.each(['dense', 'dense-small'])('%s multiplies every weight of its cell', (kind) => {
  const built = build(kind);
  const { units } = built.model.settings;
  const all = { x: everything(FEATURES), h: everything(units) };
  expectCounted(
    built,
    countedOf(built, (sample, _row, tally) => gatheredLstm(built.weights, sample, () => all, 'carry', tally)),
  );
  built.model.dispose();
});

it.each(['uniform', 'erdos-renyi'])('RigL, %s, costs one product a nonzero weight', (distribution) => {
  const built = build('rigl', { distribution });
  const { wx, wh } = built.weights;
  const nonzeros = [...wx, ...wh].filter((weight) => weight !== 0).length;
  const { core } = built.model.macs(built.activity);
  expect(core).toBeCloseTo(nonzeros, 8);
  // The plan does not round the ones of each matrix.
  expect(Math.abs(built.definition.plan(built.context).macs.core - nonzeros)).toBeLessThanOrEqual(1);
  const all = { x: everything(FEATURES), h: everything(UNITS) };
  countedOf(built, (sample, _row, tally) => gatheredLstm(built.weights, sample, () => all, 'carry', tally));
  built.model.dispose();
});

/** What the active channels of a mask mean where it acts on one side only. */
function oneSided(sides: MaskSides, { x, h }: ActiveSet): ActiveSet {
  switch (sides) {
    case 'both':
      return { x, h };
    case 'rows':
      return { x: everything(FEATURES), h: everything(UNITS), rows: h };
    case 'columns':
      return { x, h, rows: everything(UNITS) };
  }
}

function rows(mask: tf.Tensor2D): number[][] {
  return mask.arraySync();
}

function ones(mask: number[][], row: number): number[] {
  const bits = (mask[row] ?? mask[0]) as number[];
  return everything(bits.length).filter((i) => bits[i] === 1);
}

/** Active channels of each sample. */
function active(mask: tf.Tensor2D | null, channels: number): number {
  return mask === null ? channels : mean(numbersOf(tf.sum(mask, 1)));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function spied(gating: Gating, see: (masks: Masks) => void): Gating {
  if (gating.kind !== 'masked') return gating;
  return {
    ...gating,
    masks: {
      ...gating.masks,
      begin: (steps) => {
        const sequence = gating.masks.begin(steps);
        return {
          ...sequence,
          at: (t, x, h) => {
            const masks = sequence.at(t, x, h);
            see(masks);
            return masks;
          },
        };
      },
    },
  };
}
