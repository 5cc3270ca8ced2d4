import { createRng } from '@dsrnn/portable';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeGolden } from '../../test/describe-golden.ts';
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
import { useBackend } from '../backend.ts';
import { denseMacs } from '../channel-budget.ts';
import type { Gating } from '../gating.ts';
import { disposeParameters, type Parameters } from '../parameters.ts';
import { tf } from '../tf.ts';
import { cellDefinition } from './registry.ts';
import { s4d, s4dConfig } from './s4d.ts';

const cell = cellDefinition('s4d');
const settingsOf = (config: object): ReturnType<typeof s4dConfig.parse> =>
  s4dConfig.parse({ kind: 's4d', ...config });
const dense: Gating = { kind: 'dense' };

describeGolden(cell);

/** States `layer0.re` and `layer0.im` after each step of constant input 1 to a channel of one mode, from given values. */
function modeStates(
  logDt: number,
  logReal: number,
  imag: number,
  time: number,
): { re: number; im: number }[] {
  const settings = settingsOf({ units: 1, stateSize: 2, norm: 'none' });
  return tf.tidy(() => {
    const parameters = {
      ...s4d.init(settings, 1, createRng(1)),
      wx: tf.ones([1, 1]),
      'layer0.logDt': tf.tensor1d([logDt]),
      'layer0.logReal': tf.tensor2d([[logReal]]),
      'layer0.imag': tf.tensor2d([[imag]]),
    } as unknown as Parameters;
    const prepared = s4d.prepare(settings, parameters);
    let state = s4d.initialState(settings, 1);
    const inputs = { x: tf.ones<tf.Rank.R2>([1, 1]), maskX: null, maskH: null, sent: (h: tf.Tensor2D) => h };
    return Array.from({ length: time }, () => {
      state = s4d.step(prepared, inputs, state);
      const part = (name: string): number => numbersOf(state[name] as tf.Tensor)[0] as number;
      return { re: part('layer0.re'), im: part('layer0.im') };
    }) as unknown as tf.TensorContainer;
  }) as unknown as { re: number; im: number }[];
}

describe('a mode of S4D', () => {
  beforeAll(() => useBackend('wasm', 'reference'));

  it('follows the exact solution of ds/dt = A s + 1: s(t) = (e^{A t} − 1)/A', () => {
    const [dt, a, b] = [0.3, 0.7, 2.1]; // A = −a + i b
    modeStates(Math.log(dt), Math.log(a), b, 8).forEach(({ re, im }, t) => {
      const decay = Math.exp(-a * dt * (t + 1));
      const angle = b * dt * (t + 1);
      const [p, q] = [decay * Math.cos(angle) - 1, decay * Math.sin(angle)];
      // (p + i q)/(−a + i b) = (p + i q)(−a − i b)/(a² + b²)
      expect(re).toBeCloseTo((-a * p + b * q) / (a * a + b * b), 6);
      expect(im).toBeCloseTo((-a * q - b * p) / (a * a + b * b), 6);
    });
  });

  it('keeps its precision where a step is so small that e^{Δt A} − 1 would cancel', () => {
    const [dt, a] = [1e-5, 0.5];
    const [{ re }] = modeStates(Math.log(dt), Math.log(a), 0, 1) as [{ re: number }];
    expect(Math.abs(re / (-Math.expm1(-a * dt) / a) - 1)).toBeLessThan(2e-6);
  });

  it.each([
    [3, 0],
    [Infinity, 0],
    [-30, Math.log(1e-5)],
  ])('takes a log Δt of %d as %d', (outside, bound) => {
    expect(modeStates(outside, 0, 1, 3)).toEqual(modeStates(bound, 0, 1, 3));
  });
});

describe('S4D', () => {
  beforeAll(() => useBackend('wasm', 'reference'));

  describe.each(['lin', 'inv', 'legs'] as const)('begun as %s', (init) => {
    it.each([1, 60])('over %i steps is a convolution with K_l = 2 Re Σ C B̄ Ā^l', (time) => {
      const units = 3;
      const settings = settingsOf({ units, init, norm: 'none' });
      const parameters = toyParameters(cell, settings, units);
      // W_x = I and W_o = [I 0], so that h = u + ½ gelu(y) and u = x.
      const identity = Array.from({ length: units }, (_, i) =>
        Array.from({ length: units }, (_, j) => +(i === j)),
      );
      tf.tidy(() => {
        parameters['wx']?.assign(tf.tensor2d(identity));
        parameters['bx']?.assign(tf.zeros([units]));
        parameters['layer0.wo']?.assign(tf.concat([tf.tensor2d(identity), tf.zeros([units, units])], 1));
        parameters['layer0.bo']?.assign(tf.zeros([2 * units]));
      });
      const xs = toySequences(1, time, units, createRng(1));
      const x = numbersOf(xs);
      const hs = tf.tidy(() => numbersOf(tf.stack([...outputsOf(xs, cell, settings, parameters, dense)])));
      let largest = 0;
      for (let unit = 0; unit < units; unit++) {
        const kernel = kernelOf(parameters, unit, time);
        const skip = numbersOf(parameters['layer0.d'] as tf.Tensor)[unit] as number;
        for (let t = 0; t < time; t++) {
          const u = (l: number): number => x[l * units + unit] as number;
          let y = skip * u(t);
          for (let l = 0; l <= t; l++) y += (kernel[l] as number) * u(t - l);
          const expected = u(t) + gelu(y) / 2;
          expect(Math.abs((hs[t * units + unit] as number) - expected)).toBeLessThan(1e-4);
          largest = Math.max(largest, Math.abs(y - skip * u(t)));
        }
      }
      expect(largest).toBeGreaterThan(0.02);
      xs.dispose();
      disposeParameters(parameters);
    });
  });

  const [BATCH, TIME, FEATURES, UNITS] = [2, 5, 4, 6];
  const settings = settingsOf({ units: UNITS, stateSize: 4, layers: 2, dtMin: 0.2, dtMax: 0.5 });
  const active = [0, 2, 3, 5];
  const inactive = [1, 4];
  const masks = (): Gating => ({
    kind: 'masked',
    inactive: 'carry',
    masks: constantMasks([{ x: tf.tensor2d([[1, 1, 0, 1]]), h: tf.tensor2d([[1, 0, 1, 1, 0, 1]]) }]),
  });

  it('masked to some units for a whole sequence is the model of these units alone', () => {
    const parameters = toyParameters(cell, settings, FEATURES);
    const xs = toySequences(BATCH, TIME, FEATURES, createRng(1));
    tf.tidy(() => {
      const few = Object.fromEntries(
        Object.entries(parameters).map(([name, values]) => [name, onlyUnits(name, values, active, UNITS)]),
      ) as unknown as Parameters;
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
    expect(run()).toEqual(before);
    xs.dispose();
    disposeParameters(parameters);
  });

  it('normalises over the active channels of a step only', () => {
    const parameters = asInitial(settings);
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
      const parameters = s4d.init(single, 1, createRng(1)) as unknown as Parameters;
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
      const dt = Math.exp(numbersOf(parameters['layer0.logDt'] as tf.Tensor)[0] as number);
      const re = (state: typeof open): number => numbersOf(state['layer0.re'] as tf.Tensor)[0] as number;
      expect(re(closed)).toBeCloseTo(re(open) * Math.exp(-1.5 * dt), 7);
    });
  });

  it('begins with the published distributions', () => {
    const { units, dtMin, dtMax } = settingsOf({ units: 50 });
    tf.tidy(() => {
      const values = Object.fromEntries(
        Object.entries(s4d.init(settingsOf({ units }), 9, createRng(1))).map(([name, tensor]) => [
          name,
          numbersOf(tensor),
        ]),
      ) as Readonly<Record<string, number[]>>;
      const of = (name: string): number[] => values[name] as number[];
      const inside = (name: string, low: number, high: number): void => {
        const margin = 0.1 * (high - low);
        for (const edge of [Math.min(...of(name)) - low, high - Math.max(...of(name))]) {
          expect(edge, name).toBeGreaterThanOrEqual(0);
          expect(edge, name).toBeLessThan(margin);
        }
      };
      inside('wx', -1 / 3, 1 / 3);
      inside('layer0.wo', -1 / Math.sqrt(units), 1 / Math.sqrt(units));
      inside('layer0.logDt', Math.log(dtMin), Math.log(dtMax));
      const variance = (name: string): number =>
        of(name).reduce((sum, v) => sum + v * v, 0) / of(name).length;
      expect(variance('layer0.cReal')).toBeCloseTo(0.5, 1);
      expect(variance('layer0.cImag')).toBeCloseTo(0.5, 1);
      expect(Math.abs(variance('layer0.d') - 1)).toBeLessThan(0.5);
      of('layer0.logReal').forEach((value) => expect(Math.exp(value)).toBeCloseTo(0.5, 6));
      of('layer0.imag').forEach((value, i) => expect(value).toBeCloseTo(Math.PI * (i % 32), 4));
      for (const name of ['bx', 'layer0.bo', 'layer0.shift']) expect(new Set(of(name))).toEqual(new Set([0]));
      expect(new Set(of('layer0.gain'))).toEqual(new Set([1]));
    });
  });

  it('scales C by the inputs of legs', () => {
    tf.tidy(() => {
      const c = (init: string): number[] =>
        numbersOf(
          s4d.init(settingsOf({ units: 1, init, stateSize: 8 }), 1, createRng(1))[
            'layer0.cReal'
          ] as tf.Tensor,
        );
      const ratio = c('legs').map((value, n) => value / (c('lin')[n] as number));
      // |v* B| of state size 8, the last clipped from 5.16.
      [0.7994636, 1.17496, 1.8438689, 2].forEach((size, n) => expect(ratio[n]).toBeCloseTo(size, 5));
    });
  });

  it('costs rows · x, and per layer 8 MACs a mode and the product with W_o', () => {
    // 5 · 3 + 2 · (5 · 8 · 3 + 5 · 10)
    expect(denseMacs(cell, settingsOf({ units: 5, stateSize: 6, layers: 2 }), 3)).toBe(355);
    expect(cell.macs(settingsOf({ units: 5, stateSize: 6 }), 3, { rows: 2, x: 1, h: 2 })).toBe(
      2 + 2 * 24 + 8,
    );
  });

  it('slows the state matrix and the time steps of every layer', () => {
    const names = ['logDt', 'logReal', 'imag'].flatMap((name) => [`layer0.${name}`, `layer1.${name}`]);
    expect(cell.rateScale?.(settingsOf({ units: 2, layers: 2, stateRateScale: 0.2 }))).toEqual(
      Object.fromEntries(names.map((name) => [name, 0.2])),
    );
  });

  it.each([
    ['stateSize', { stateSize: 7 }],
    ['stateSize', { stateSize: 258 }],
    ['dtMin', { dtMin: 0.2 }],
    ['dtMax', { dtMax: 2 }],
    ['layers', { layers: 0 }],
  ])('refuses a %s out of range: %j', (field, config) => {
    const { error } = s4dConfig.safeParse({ kind: 's4d', units: 4, ...config });
    expect(error?.issues.map(({ path }) => path)).toEqual([[field]]);
  });
});

/** K_l of a unit, in float64 from the parameters of layer 0. */
function kernelOf(parameters: Parameters, unit: number, length: number): number[] {
  const values = (name: string): number[] => numbersOf(parameters[`layer0.${name}`] as tf.Tensor);
  const dt = Math.exp(values('logDt')[unit] as number);
  const modes = (parameters['layer0.imag']?.shape[1] ?? 0) as number;
  return Array.from({ length }, (_, l) => {
    let sum = 0;
    for (let n = unit * modes; n < (unit + 1) * modes; n++) {
      const of = (name: string): number => values(name)[n] as number;
      const [a, b] = [-Math.exp(of('logReal')), of('imag')];
      const power = (k: number): [number, number] => [
        Math.exp(a * dt * k) * Math.cos(b * dt * k),
        Math.exp(a * dt * k) * Math.sin(b * dt * k),
      ];
      // B̄ Ā^l = (Ā^{l+1} − Ā^l)/A
      const [next, now] = [power(l + 1), power(l)];
      const [p, q] = [next[0] - now[0], next[1] - now[1]];
      const re = (p * a + q * b) / (a * a + b * b);
      const im = (q * a - p * b) / (a * a + b * b);
      sum += 2 * (of('cReal') * re - of('cImag') * im);
    }
    return sum;
  });
}

function gelu(y: number): number {
  return (y / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (y + 0.044715 * y ** 3)));
}

/** Parameters as initialised, gain 1 and shift 0. Caller owns them. */
function asInitial(settings: ReturnType<typeof settingsOf>): Parameters {
  return Object.fromEntries(
    Object.entries(s4d.init(settings, 4, createRng(3))).map(([name, value]) => {
      const variable = tf.variable(value);
      value.dispose();
      return [name, variable];
    }),
  );
}

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
