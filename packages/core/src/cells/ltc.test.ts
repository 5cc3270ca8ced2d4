import { createRng } from '@dsrnn/portable';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeGolden } from '../../test/describe-golden.ts';
import {
  constantMasks,
  largestDifference,
  numbersOf,
  outputsOf,
  toyParameters,
  toySequences,
  toySettings,
} from '../../test/toys.ts';
import { useBackend } from '../backends/backend.ts';
import { denseMacs } from '../gating/budget/channel-budget.ts';
import type { Gating } from '../gating/gating.ts';
import {
  asParameters,
  disposeParameters,
  type InitialValues,
  type Parameters,
} from '../tensor/parameters.ts';
import { tf } from '../tensor/tf.ts';
import { SYNAPSE_NAMES } from './ltc-synapses.ts';
import { ltc, ltcConfig } from './ltc.ts';

const [UNITS, FEATURES] = [4, 3];
const settings = ltcConfig.parse({ kind: 'ltc', units: UNITS });

describeGolden(ltc);

describe('the LTC', () => {
  beforeAll(() => useBackend('wasm', 'reference'));

  it('costs three MACs a synapse and pass when all channels are active', () => {
    const macs = (unfolds: number): number => denseMacs(ltc, { ...settings, unfolds } as never, FEATURES);
    const matrices = (unfolds: number): number =>
      ltc
        .weightMatrices({ ...settings, unfolds }, FEATURES)
        .reduce((sum, { inputs, outputs, macsPerWeight }) => sum + inputs * outputs * macsPerWeight, 0);
    expect(macs(1)).toBe(3 * (FEATURES * UNITS + UNITS * UNITS));
    expect(macs(6)).toBe(3 * (FEATURES * UNITS + 6 * UNITS * UNITS));
    expect([matrices(1), matrices(6)]).toEqual([macs(1), macs(6)]);
  });

  it('begins in the published ranges, of which it fills most', () => {
    const initial: InitialValues = ltc.init(ltcConfig.parse({ kind: 'ltc', units: 40 }), 30, createRng(2));
    const range = (name: string, map = (value: tf.Tensor): tf.Tensor => value): [number, number] => {
      const numbers = tf.tidy(() => numbersOf(map(initial[name] as tf.Tensor)));
      return [Math.min(...numbers), Math.max(...numbers)];
    };
    const published: [string, number, number][] = [
      ...['sensory.', ''].flatMap((prefix): [string, number, number][] => [
        [`${prefix}w`, 0.001, 1],
        [`${prefix}mu`, 0.3, 0.8],
        [`${prefix}sigma`, 3, 8],
      ]),
      ['gleak', 0.001, 1],
      ['vleak', -0.2, 0.2],
      ['cm', 0.4, 0.6],
    ];
    for (const [name, low, high] of published) {
      const stored = name === 'gleak' || name === 'cm';
      const [least, largest] = stored ? range(name, tf.softplus) : range(name);
      const slack = 0.1 * (high - low);
      expect(least, name).toBeGreaterThanOrEqual(low - 1e-6);
      expect(least, name).toBeLessThan(low + slack);
      expect(largest, name).toBeLessThanOrEqual(high + 1e-6);
      expect(largest, name).toBeGreaterThan(high - slack);
    }
    expect(range('inputScale')).toEqual([1, 1]);
    expect(range('inputShift')).toEqual([0, 0]);
    for (const name of ['sensory.erev', 'erev']) {
      const erev = numbersOf(initial[name] as tf.Tensor);
      expect(new Set(erev)).toEqual(new Set([-1, 1]));
      const excitatory = erev.filter((value) => value === 1).length / erev.length;
      expect(Math.abs(excitatory - 2 / 3)).toBeLessThan(0.05);
    }
    tf.dispose(initial);
  });

  it('has the same outputs for synaptic strengths of either sign', () => {
    const parameters = toyParameters(ltc, settings, FEATURES);
    const xs = toySequences(2, 4, FEATURES, createRng(4));
    const run = (): number[] =>
      tf.tidy(() => outputsOf(xs, ltc, settings, parameters, { kind: 'dense' }).flatMap(numbersOf));
    const before = run();
    for (const name of ['sensory.w', 'w'] as const) {
      const w = parameters[name];
      tf.tidy(() => w.assign(tf.neg(w)));
    }
    expect(run()).toEqual(before);
    xs.dispose();
    disposeParameters(parameters);
  });

  it('keeps its conductances and capacities positive whatever is stored', () => {
    const parameters = tf.tidy(() => asParameters(ltc.init(settings, FEATURES, createRng(1))));
    for (const [name, variable] of Object.entries<tf.Variable>(parameters)) {
      if (/(w|gleak|cm)$/.test(name)) tf.tidy(() => variable.assign(tf.sub(tf.neg(tf.abs(variable)), 5)));
    }
    tf.tidy(() => {
      const { sensory, recurrent, cmt, leak } = ltc.prepare(settings, parameters);
      for (const positive of [sensory.w, recurrent.w, cmt, tf.sub(leak.conductance, cmt)]) {
        expect(Math.min(...numbersOf(positive))).toBeGreaterThan(0);
      }
    });
    disposeParameters(parameters);
  });

  it('grows a synapse from 0', () => {
    const parameters = toyParameters(ltc, settings, FEATURES);
    for (const name of ['sensory.w', 'w'] as const) {
      const w = parameters[name];
      tf.tidy(() => w.assign(tf.zerosLike(w)));
      const gradient = tf.tidy(() => {
        const xs = toySequences(2, 3, FEATURES, createRng(4));
        // Derived, as where a method masks weights: freed before the backward pass unless kept for it.
        const derived = (): Parameters => ({ ...parameters, [name]: tf.mul<tf.Variable>(w, 1) });
        const loss = (): tf.Scalar =>
          tf.sum(tf.stack([...outputsOf(xs, ltc, settings, derived(), { kind: 'dense' })]));
        const { grads } = tf.variableGrads(loss, [w]);
        return numbersOf(grads[w.name] as tf.Tensor);
      });
      expect(
        gradient.every((slope) => slope !== 0),
        name,
      ).toBe(true);
    }
    disposeParameters(parameters);
  });

  it('stays between the extremes of 0, leak and reversal potentials', () => {
    const cases = fc.record({
      seed: fc.integer({ min: 1, max: 1e6 }),
      spread: fc.double({ min: 0.1, max: 30, noNaN: true }),
      unfolds: fc.integer({ min: 1, max: 6 }),
      elapsed: fc.double({ min: 0.01, max: 100, noNaN: true }),
    });
    fc.assert(
      fc.property(cases, ({ seed, spread, ...solver }) => {
        const config = { ...settings, ...solver };
        tf.tidy(() => {
          const rng = createRng(seed);
          const parameters = Object.fromEntries(
            Object.entries(ltc.init(config, FEATURES, rng)).map(([name, { size, shape }]) => {
              const stream = rng.fork(`random ${name}`);
              return [
                name,
                tf.tensor(
                  Array.from({ length: size }, () => spread * stream.normal()),
                  shape,
                ),
              ];
            }),
          );
          const xs = tf.mul<tf.Tensor3D>(toySequences(2, 50, FEATURES, rng), spread);
          const hs = outputsOf(xs, ltc, config, parameters, { kind: 'dense' });
          const potentials = ['sensory.erev', 'erev', 'vleak'].flatMap((name) =>
            numbersOf(parameters[name] as tf.Tensor),
          );
          const slack = 1e-5 * spread;
          const reached = hs.flatMap(numbersOf);
          expect(reached.length).toBe(50 * 2 * UNITS);
          expect(Math.min(...reached)).toBeGreaterThanOrEqual(Math.min(0, ...potentials) - slack);
          expect(Math.max(...reached)).toBeLessThanOrEqual(Math.max(0, ...potentials) + slack);
        });
      }),
      { numRuns: 15 },
    );
  });

  it('is not influenced by a source whose mask is 0, though σ(sigma (0 − mu)) is not 0', () => {
    const channels = { x: 1, h: 2 };
    const masks = {
      x: tf.tensor2d([[1, 0, 1]]),
      h: tf.tensor2d([[1, 1, 0, 1]]),
    };
    const gating: Gating = { kind: 'masked', inactive: 'carry', masks: constantMasks([masks]) };
    const parameters = toyParameters(ltc, settings, FEATURES);
    const xs = toySequences(2, 3, FEATURES, createRng(4));
    const run = (how: Gating): number[] =>
      tf.tidy(() => outputsOf(xs, ltc, settings, parameters, how).flatMap(numbersOf));
    const [before, denseBefore] = [run(gating), run({ kind: 'dense' })];
    // Every row of the masked sources: strength, slope, threshold and reversal potential.
    for (const [prefix, source] of [
      ['sensory.', channels.x],
      ['', channels.h],
    ] as const) {
      for (const name of SYNAPSE_NAMES) {
        const variable = parameters[`${prefix}${name}`];
        const rows = variable.shape[0];
        tf.tidy(() => variable.assign(tf.add(variable, tf.oneHot([source], rows).reshape([rows, 1]))));
      }
    }
    expect(run(gating)).toEqual(before);
    expect(largestDifference(run({ kind: 'dense' }), denseBefore)).toBeGreaterThan(0.01);
    xs.dispose();
    disposeParameters(parameters);
  });

  it('passes every potential through what is sent, once a pass', () => {
    const parameters = toyParameters(ltc, settings, FEATURES);
    const seen: number[][] = [];
    tf.tidy(() => {
      const prepared = ltc.prepare(settings, parameters);
      const sent = (h: tf.Tensor2D, slot = 0): tf.Tensor2D => {
        expect(slot).toBe(0);
        seen.push(numbersOf(h));
        return h;
      };
      const state = { h: tf.fill<tf.Rank.R2>([1, UNITS], 0.5) };
      ltc.step(prepared, { x: tf.ones([1, FEATURES]), maskX: null, maskH: null, sent }, state);
    });
    expect(seen.length).toBe(6);
    expect(seen[0]).toEqual(Array(UNITS).fill(0.5));
    expect(new Set(seen.map(String)).size).toBe(6);
    disposeParameters(parameters);
  });

  it('relaxes to the leak potential without synapses, faster over a longer step', () => {
    const relaxed = (elapsed: number): number => {
      const config = ltcConfig.parse({ kind: 'ltc', units: 1, unfolds: 2, elapsed });
      return tf.tidy(() => {
        const initial = ltc.init(config, 1, createRng(1));
        const parameters = {
          ...initial,
          'sensory.w': tf.zeros([1, 1]),
          w: tf.zeros([1, 1]),
          vleak: tf.tensor1d([0.8]),
          // softplus(ln(e − 1)) = 1
          gleak: tf.tensor1d([0.5413248546129181]),
          cm: tf.tensor1d([0.5413248546129181]),
        };
        return numbersOf(
          outputsOf(tf.zeros([1, 1, 1]), ltc, config, parameters, { kind: 'dense' })[0] as tf.Tensor,
        )[0] as number;
      });
    };
    // Implicit Euler on v' = 0.8 − v, two passes of elapsed / 2: 0.8 (1 − (1 + elapsed / 2)^−2)
    expect(relaxed(1)).toBeCloseTo(0.8 * (1 - 1 / 2.25), 6);
    expect(relaxed(2)).toBeCloseTo(0.8 * (1 - 1 / 4), 6);
    expect(relaxed(1e6)).toBeCloseTo(0.8, 5);
  });

  it('refuses a solver without passes or time', () => {
    expect(ltc.config.safeParse({ ...toySettings(ltc, 2), unfolds: 0 }).success).toBe(false);
    expect(ltc.config.safeParse({ ...toySettings(ltc, 2), elapsed: 0 }).success).toBe(false);
  });
});
