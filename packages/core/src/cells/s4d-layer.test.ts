import { createRng } from '@dsrnn/portable';
import { beforeAll, describe, expect, it } from 'vitest';
import { numbersOf, outputsOf, toyParameters, toySequences } from '../../test/toys.ts';
import { useBackend } from '../backends/backend.ts';
import { disposeParameters, type Parameters } from '../tensor/parameters.ts';
import { tf } from '../tensor/tf.ts';
import { cellDefinition } from './registry.ts';
import { s4d, s4dConfig } from './s4d.ts';

const cell = cellDefinition('s4d');
const settingsOf = (config: object): ReturnType<typeof s4dConfig.parse> =>
  s4dConfig.parse({ kind: 's4d', ...config });

/** States `layer0.re` and `layer0.im` after each step of constant input 1 to a channel of one mode, from given values. */
function modeStates(
  logDt: number,
  logReal: number,
  imag: number,
  time: number,
): { re: number; im: number }[] {
  const settings = settingsOf({ units: 1, stateSize: 2, norm: 'none' });
  const states: { re: number; im: number }[] = [];
  tf.tidy(() => {
    const parameters = {
      ...s4d.init(settings, 1, createRng(1)),
      wx: tf.tensor2d([[1]]),
      'layer0.logDt': tf.tensor1d([logDt]),
      'layer0.logReal': tf.tensor2d([[logReal]]),
      'layer0.imag': tf.tensor2d([[imag]]),
    };
    const prepared = s4d.prepare(settings, parameters);
    let state = s4d.initialState(settings, 1);
    const inputs = { x: tf.ones<tf.Rank.R2>([1, 1]), maskX: null, maskH: null, sent: (h: tf.Tensor2D) => h };
    for (let t = 0; t < time; t++) {
      state = s4d.step(prepared, inputs, state);
      const [re, im] = [state['layer0.re']!, state['layer0.im']!].map((values) => numbersOf(values)[0]!);
      states.push({ re: re!, im: im! });
    }
  });
  return states;
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
    const re = modeStates(Math.log(dt), Math.log(a), 0, 1)[0]?.re as number;
    expect(Math.abs(re / (-Math.expm1(-a * dt) / a) - 1)).toBeLessThan(2e-6);
  });

  it.each([
    [3, 0],
    [1e30, 0],
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
      const hs = tf.tidy(() =>
        numbersOf(tf.stack([...outputsOf(xs, cell, settings, parameters, { kind: 'dense' })])),
      );
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
});

/** K_l of a unit, in float64 from the parameters of layer 0. */
function kernelOf(parameters: Parameters, unit: number, length: number): number[] {
  const values = (name: string): number[] => numbersOf(parameters[`layer0.${name}`] as tf.Tensor);
  const dt = Math.exp(values('logDt')[unit] as number);
  const modes = parameters['layer0.imag']?.shape[1] ?? 0;
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
