import { createRng } from '@dsrnn/portable';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  coinMask,
  constantMasks,
  gradientsOf,
  largestDifference,
  numbersOf,
  outputsOf,
  toyParameters,
  toySequences,
  weightedSum,
} from '../../test/toys.ts';
import { useBackend } from '../backends/backend.ts';
import type { Gating } from '../gating/gating.ts';
import { asParameters, disposeParameters, type Parameters } from '../tensor/parameters.ts';
import { tf } from '../tensor/tf.ts';
import { cellDefinition } from './registry.ts';
import { s4d, s4dConfig } from './s4d.ts';

const cell = cellDefinition('s4d');
const settingsOf = (config: object): ReturnType<typeof s4dConfig.parse> =>
  s4dConfig.parse({ kind: 's4d', ...config });
const dense: Gating = { kind: 'dense' };

describe('S4D under masks', () => {
  beforeAll(() => useBackend('wasm', 'reference'));

  const [BATCH, TIME, FEATURES, UNITS] = [2, 5, 4, 6];
  const settings = settingsOf({ units: UNITS, stateSize: 4, layers: 2, dtMin: 0.2, dtMax: 0.5 });
  const active = [0, 2, 3, 5];
  const inactive = [1, 4];
  const masks = (): Gating => ({
    kind: 'masked',
    inactive: 'carry',
    masks: constantMasks([{ x: tf.tensor2d([[1, 1, 0, 1]]), h: tf.tensor2d([[1, 0, 1, 1, 0, 1]]) }]),
  });

  it('with masks of ones is the dense cell bit for bit, forward and gradient', () => {
    const parameters = toyParameters(cell, settings, FEATURES);
    const xs = toySequences(BATCH, TIME, FEATURES, createRng(1));
    const run = (gating: Gating): unknown => ({
      hs: tf.tidy(() => numbersOf(tf.stack([...outputsOf(xs, cell, settings, parameters, gating)]))),
      gradients: gradientsOf(parameters, () =>
        weightedSum(outputsOf(xs, cell, settings, parameters, gating)),
      ),
    });
    const ones = { x: tf.ones<tf.Rank.R2>([BATCH, FEATURES]), h: tf.ones<tf.Rank.R2>([BATCH, UNITS]) };
    expect(run({ kind: 'masked', inactive: 'carry', masks: constantMasks([ones]) })).toEqual(run(dense));
    xs.dispose();
    disposeParameters(parameters);
  });

  it('masked to some units for a whole sequence is the model of these units alone', () => {
    const parameters = toyParameters(cell, settings, FEATURES);
    const xs = toySequences(BATCH, TIME, FEATURES, createRng(1));
    tf.tidy(() => {
      const few = Object.fromEntries(
        Object.entries(parameters).map(([name, values]) => [name, onlyUnits(name, values, active, UNITS)]),
      );
      const full = tf.stack([...outputsOf(xs, cell, settings, parameters, masks())]);
      const read = tf.mul<tf.Tensor3D>(xs, tf.tensor1d([1, 1, 0, 1]));
      const alone = outputsOf(read, cell, { ...settings, units: active.length }, few, dense);
      const columns = pick(full, active, 2);
      expect(largestDifference(numbersOf(columns), numbersOf(tf.stack([...alone])))).toBeLessThan(1e-5);
      expect(numbersOf(pick(full, inactive, 2)).every((value) => Math.abs(value) === 0)).toBe(true);
    });
    xs.dispose();
    disposeParameters(parameters);
  });

  it('gives an inactive input or unit no influence on any output, and no gradient', () => {
    const parameters = toyParameters(cell, settings, FEATURES);
    const xs = tf.variable(toySequences(BATCH, TIME, FEATURES, createRng(1)));
    const run = (): number[] =>
      tf.tidy(() =>
        numbersOf(
          tf.stack([...outputsOf(xs as tf.Tensor as tf.Tensor3D, cell, settings, parameters, masks())]),
        ),
      );
    const before = run();
    const everything: Parameters = { ...parameters, xs };
    const gradients = gradientsOf(everything, () =>
      weightedSum(outputsOf(xs as tf.Tensor as tf.Tensor3D, cell, settings, parameters, masks())),
    );
    for (const [name, variable] of Object.entries(everything)) {
      const touched = tf.tidy(() => numbersOf(influencedBy(name, variable, inactive, UNITS)));
      expect(touched.includes(1), name).toBe(true);
      touched.forEach((flag, i) => {
        if (flag === 1) expect(Math.abs(gradients[name]?.[i] as number), name).toBe(0);
      });
      expect(Math.max(...(gradients[name] as number[]).map(Math.abs)), name).toBeGreaterThan(1e-3);
      tf.tidy(() => variable.assign(tf.add(variable, tf.tensor(touched, variable.shape))));
    }
    expect(largestDifference(run(), before)).toBe(0);
    xs.dispose();
    disposeParameters(parameters);
  });

  it('normalises over the active channels of a step only', () => {
    const parameters = asParameters(s4d.init(settings, FEATURES, createRng(3)));
    const xs = toySequences(BATCH, TIME, FEATURES, createRng(1));
    tf.tidy(() => {
      const h = coinMask(BATCH, UNITS, createRng(6));
      const rows = numbersOf(tf.sum(h, 1));
      const gating: Gating = { kind: 'masked', inactive: 'zero', masks: constantMasks([{ x: null, h }]) };
      for (const output of outputsOf(xs, cell, settings, parameters, gating)) {
        numbersOf(tf.sum(output, 1)).forEach((sum) => expect(sum).toBeCloseTo(0, 4));
        // The variance of the active channels is 1, less the share of ε.
        numbersOf(tf.sum(tf.square(output), 1)).forEach((sum, row) => {
          expect(sum / (rows[row] as number)).toBeCloseTo(1, 3);
        });
      }
    });
    xs.dispose();
    disposeParameters(parameters);
  });

  it('lets the state of an inactive channel decay by Ā each step', () => {
    const single = settingsOf({ units: 1, stateSize: 2 });
    tf.tidy(() => {
      const parameters = s4d.init(single, 1, createRng(1));
      const prepared = s4d.prepare(single, parameters);
      const sent = (h: tf.Tensor2D): tf.Tensor2D => h;
      const x = tf.ones<tf.Rank.R2>([1, 1]);
      const open = s4d.step(prepared, { x, maskX: null, maskH: null, sent }, s4d.initialState(single, 1));
      let closed = open;
      for (let k = 0; k < 3; k++) {
        closed = s4d.step(prepared, { x, maskX: null, maskH: tf.zeros([1, 1]), sent }, closed);
      }
      expect(Math.abs(numbersOf(closed.h)[0] as number)).toBe(0);
      // The first mode of `lin` is real: Ā³ = e^{−3 Δt/2}.
      const dt = Math.exp(numbersOf(parameters['layer0.logDt']!)[0] as number);
      const re = (state: typeof open): number => numbersOf(state['layer0.re']!)[0] as number;
      expect(re(closed)).toBeCloseTo(re(open) * Math.exp(-1.5 * dt), 7);
    });
  });
});

/** Entries `at` of an axis. */
function pick(tensor: tf.Tensor, at: readonly number[], axis: number): tf.Tensor {
  return tf.gather(tensor, [...at], axis);
}

/** A parameter with some of its units only. */
function onlyUnits(name: string, value: tf.Tensor, at: readonly number[], units: number): tf.Tensor {
  const both = [...at, ...at.map((unit) => units + unit)];
  if (name === 'wx') return pick(value, at, 1);
  if (name.endsWith('.wo')) return pick(pick(value, at, 0), both, 1);
  return pick(value, name.endsWith('.bo') ? both : at, 0);
}

/** 1 where an entry belongs to one of the given units, or to input 2 in `wx` and `xs`. */
function influencedBy(name: string, value: tf.Tensor, units: readonly number[], count: number): tf.Tensor {
  const flags = (size: number, at: readonly number[]): tf.Tensor1D =>
    tf.tensor1d(Array.from({ length: size }, (_, i) => +at.includes(i)));
  const both = flags(2 * count, [...units, ...units.map((unit) => count + unit)]);
  const own = flags(count, units);
  const either = (rows: tf.Tensor1D, columns: tf.Tensor1D): tf.Tensor =>
    tf.maximum(tf.expandDims(rows, 1), tf.expandDims(columns, 0));
  if (name === 'xs') return tf.add(tf.zeros(value.shape), flags(4, [2]));
  if (name === 'wx') return either(flags(4, [2]), own);
  if (name.endsWith('.wo')) return either(own, both);
  if (name.endsWith('.bo')) return both;
  return value.rank === 1 ? own : tf.add(tf.zeros(value.shape), tf.expandDims(own, 1));
}
