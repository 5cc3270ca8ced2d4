import { createRng } from '@dsrnn/portable';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  coinMask,
  constantMasks,
  gradientsOf,
  largestDifference,
  numbersOf,
  outputsOf,
  tensorsLeftBy,
  toyParameters,
  toySequences,
  toySettings,
  weightedSum,
} from '../../../test/toys.ts';
import { useBackend } from '../../backends/backend.ts';
import type { CellDefinition } from '../../cells/cell.ts';
import { cells } from '../../cells/registry.ts';
import type { Gating } from '../../gating/gating.ts';
import type { Masks } from '../../gating/masks/mask-source.ts';
import { disposeParameters } from '../../tensor/parameters.ts';
import { tf } from '../../tensor/tf.ts';
import { unrollReference } from './unroll-reference.ts';

const [BATCH, TIME, FEATURES, UNITS] = [3, 5, 4, 6];
const dense: Gating = { kind: 'dense' };
const masked = (masks: readonly Masks[], inactive: 'carry' | 'zero' = 'carry'): Gating => ({
  kind: 'masked',
  masks: constantMasks(masks),
  inactive,
});
const delta = (thetaX: number, thetaH = thetaX): Gating => ({
  kind: 'delta',
  thetaX: tf.scalar(thetaX),
  thetaH: tf.scalar(thetaH),
});

beforeAll(() => useBackend('wasm', 'reference'));

describe.each(cells.map((cell) => [cell.kind, cell as unknown as CellDefinition] as const))(
  'unrolling %s',
  (_kind, cell) => {
    const settings = toySettings(cell, UNITS);

    /** Outputs and gradients under a gating, from the same parameters and data each time. */
    function run(gating: () => Gating): { hs: number[]; gradients: Record<string, number[]> } {
      const parameters = toyParameters(cell, settings, FEATURES);
      const xs = toySequences(BATCH, TIME, FEATURES, createRng(1));
      const chosen = gating();
      const hs = tf.tidy(() =>
        numbersOf(tf.stack(outputsOf(xs, cell, settings, parameters, chosen) as tf.Tensor2D[])),
      );
      const gradients = gradientsOf(parameters, () =>
        weightedSum(outputsOf(xs, cell, settings, parameters, chosen)),
      );
      xs.dispose();
      disposeParameters(parameters);
      return { hs, gradients };
    }

    it('with masks of ones gives the dense cell, forward and gradient', () => {
      const plain = run(() => dense);
      for (const rows of [1, BATCH]) {
        const ones = run(() => masked([{ x: tf.ones([rows, FEATURES]), h: tf.ones([rows, UNITS]) }]));
        // old + 1 · (new − old) rounds once more than new.
        expect(largestDifference(ones.hs, plain.hs)).toBeLessThan(1e-6);
        for (const name of Object.keys(plain.gradients)) {
          const [a, b] = [ones.gradients[name], plain.gradients[name]] as [number[], number[]];
          expect(largestDifference(a, b), name).toBeLessThan(1e-5);
        }
      }
    });

    it('with masks of ones and zeroed inactive units gives the dense cell bit for bit', () => {
      const ones = run(() => masked([{ x: tf.ones([1, FEATURES]), h: tf.ones([1, UNITS]) }], 'zero'));
      expect(ones).toEqual(run(() => dense));
    });

    it('as a delta network of threshold 0 gives the dense cell bit for bit, forward', () => {
      const still = run(() => delta(0));
      const plain = run(() => dense);
      expect(still.hs).toEqual(plain.hs);
      for (const name of Object.keys(plain.gradients)) {
        const [a, b] = [still.gradients[name], plain.gradients[name]] as [number[], number[]];
        expect(largestDifference(a, b), name).toBe(0);
      }
    });

    it('with one mask for the whole sequence keeps or zeroes inactive units alike, since h begins at 0', () => {
      const masks = (): Masks[] => {
        const rng = createRng(4);
        return [{ x: coinMask(BATCH, FEATURES, rng), h: coinMask(BATCH, UNITS, rng) }];
      };
      const carry = run(() => masked(masks(), 'carry'));
      const zero = run(() => masked(masks(), 'zero'));
      expect(largestDifference(carry.hs, zero.hs)).toBeLessThan(1e-6);
      for (const name of Object.keys(zero.gradients)) {
        const [a, b] = [carry.gradients[name], zero.gradients[name]] as [number[], number[]];
        expect(largestDifference(a, b), name).toBeLessThan(1e-6);
      }
    });

    it('with a new mask at each step tells carry from zero, except where the state evolves by itself', () => {
      const masks = (): Masks[] => {
        const rng = createRng(4);
        return Array.from({ length: TIME }, () => ({ x: null, h: coinMask(BATCH, UNITS, rng) }));
      };
      const carry = run(() => masked(masks(), 'carry'));
      const zero = run(() => masked(masks(), 'zero'));
      const difference = largestDifference(carry.hs, zero.hs);
      if (cell.recurrence === 'linear') expect(difference).toBe(0);
      else expect(difference).toBeGreaterThan(1e-2);
    });

    it('carries an inactive unit bit for bit and gives its weights exactly no gradient', () => {
      const h = tf.tensor2d([[1, 0, 1, 1, 0, 1]]);
      const x = tf.tensor2d([[1, 1, 0, 1]]);
      const { hs, gradients } = run(() => masked([{ x, h }]));
      hs.forEach((value, i) => {
        if ([1, 4].includes(i % UNITS)) expect(Math.abs(value)).toBe(0);
      });
      for (const { name, inputs, outputs } of cell.weightMatrices(settings, FEATURES)) {
        const gradient = gradients[name] as number[];
        const units = outputs / UNITS; // gates a unit
        for (let i = 0; i < inputs; i++) {
          for (let gate = 0; gate < units; gate++) {
            for (const unit of [1, 4]) {
              expect(Math.abs(gradient[i * outputs + gate * UNITS + unit] as number)).toBe(0);
            }
          }
        }
        const unread = inputs === FEATURES ? [2] : [1, 4];
        for (const row of unread) {
          for (let j = 0; j < outputs; j++) expect(Math.abs(gradient[row * outputs + j] as number)).toBe(0);
        }
      }
    });

    it('leaves no tensor behind and tells the observer every step', () => {
      const parameters = toyParameters(cell, settings, FEATURES);
      const xs = toySequences(BATCH, TIME, FEATURES, createRng(1));
      const gatings = [dense, masked([{ x: null, h: tf.ones([1, UNITS]) }]), delta(0.1)];
      for (const gating of gatings) {
        const told = { x: 0, h: 0 };
        const left = tensorsLeftBy(() => {
          tf.tidy(() => {
            unrollReference(xs, {
              cell,
              settings,
              parameters,
              gating,
              observe: (channels) => (told[channels] += 1),
            });
          });
        });
        expect([left, told.x]).toEqual([0, TIME]);
        // A cell that solves a step in several passes transmits h in each.
        expect(told.h).toBeGreaterThanOrEqual(TIME);
        expect(told.h % TIME).toBe(0);
      }
      xs.dispose();
      disposeParameters(parameters);
    });
  },
);

describe('a delta network', () => {
  const cell = cells[0] as unknown as CellDefinition;

  /** What is transmitted of a given series of one feature, as 0/1 a step. */
  function sent(series: readonly number[], theta: number): number[] {
    const settings = toySettings(cell, 2);
    const parameters = toyParameters(cell, settings, 1);
    const flags: number[] = [];
    tf.tidy(() => {
      unrollReference(tf.tensor3d([...series], [1, series.length, 1]), {
        cell,
        settings,
        parameters,
        gating: delta(theta, 10),
        observe: (channels, active) => {
          if (channels === 'x') flags.push(...numbersOf(active as tf.Tensor2D));
        },
      });
    });
    disposeParameters(parameters);
    return flags;
  }

  it('drops a change below the threshold and sends one that equals it', () => {
    // Powers of two, so that differences are exact. Sent so far: 0, 0, 0.25, 0.25, −0.25.
    expect(sent([0.1875, 0.25, 0.375, -0.25, -0.4375], 0.25)).toEqual([0, 1, 0, 1, 0]);
  });

  it('compares with what was last sent, so a slow drift is sent in the end', () => {
    expect(sent([0.125, 0.25, 0.375, 0.5, 0.625, 0.75], 0.5)).toEqual([0, 0, 0, 1, 0, 0]);
  });

  it('reads inputs that are off by less than the threshold, which bounds each pre-activation', () => {
    const settings = toySettings(cell, UNITS);
    const parameters = toyParameters(cell, settings, FEATURES);
    const xs = toySequences(BATCH, TIME, FEATURES, createRng(1));
    const [thetaX, thetaH] = [0.3, 0.05];
    const pairs: { exact: tf.Tensor2D; read: tf.Tensor2D; exactH: tf.Tensor2D; readH: tf.Tensor2D }[] = [];
    tf.tidy(() => {
      const steps = tf.unstack(xs, 1) as tf.Tensor2D[];
      const spy: CellDefinition = {
        ...cell,
        step: (prepared, inputs, state) => {
          const exact = steps[pairs.length] as tf.Tensor2D;
          const readH = inputs.sent(state.h);
          pairs.push({ exact, read: inputs.x, exactH: state.h, readH });
          return cell.step(prepared, { ...inputs, sent: () => readH }, state);
        },
      };
      unrollReference(xs, { cell: spy, settings, parameters, gating: delta(thetaX, thetaH) });
      const wx = parameters['wx'] as unknown as tf.Tensor2D;
      const wh = parameters['wh'] as unknown as tf.Tensor2D;
      const column = (w: tf.Tensor): tf.Tensor => tf.sum(tf.abs(w), 0);
      const bound = numbersOf(tf.add(tf.mul(column(wx), thetaX), tf.mul(column(wh), thetaH)));
      let largest = 0;
      for (const { exact, read, exactH, readH } of pairs) {
        const off = tf.add(tf.matMul(tf.sub(exact, read), wx), tf.matMul(tf.sub(exactH, readH), wh));
        numbersOf(off).forEach((error, i) => {
          expect(Math.abs(error)).toBeLessThanOrEqual((bound[i % bound.length] as number) + 1e-6);
          largest = Math.max(largest, Math.abs(error));
        });
      }
      expect(largest).toBeGreaterThan(0.01);
    });
    xs.dispose();
    disposeParameters(parameters);
  });
});
