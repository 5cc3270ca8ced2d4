import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gradientsOf, largestDifference, numbersOf } from '../../test/toys.ts';
import { useBackend } from '../backend.ts';
import { disposeParameters, type Parameters } from '../parameters.ts';
import { tf } from '../tf.ts';
import { unroll, type Gating } from '../unroll.ts';
import { lstm, lstmConfig } from './lstm.ts';

type Nested = number | readonly Nested[];
const flat = (nested: Nested): number[] => (typeof nested === 'number' ? [nested] : nested.flatMap(flat));

interface Case {
  readonly h: Nested;
  readonly c: Nested;
  readonly loss: number;
  readonly gradients: Readonly<Record<string, Nested>>;
}

/** Made by fixtures/lstm-golden.py, an independent implementation in float64. */
const golden = JSON.parse(
  readFileSync(new URL('../../fixtures/lstm-golden.json', import.meta.url), 'utf8'),
) as {
  readonly sizes: {
    readonly batch: number;
    readonly time: number;
    readonly features: number;
    readonly units: number;
  };
  readonly theta: number;
  readonly parameters: Readonly<Record<'wx' | 'wh' | 'b', Nested>>;
  readonly x: Nested;
  readonly coefficients: Nested;
  readonly masks: { readonly x: number[][][]; readonly h: number[][][] };
  readonly dense: Case;
  readonly ds: Case;
  readonly delta: Case;
};
const { batch, time, features, units } = golden.sizes;
const settings = lstmConfig.parse({ kind: 'lstm', units });

describe.each(['wasm', 'cpu'] as const)(
  'the LSTM on %s agrees with an independent float64 one',
  (backend) => {
    let parameters: Parameters;
    let gatings: Record<'dense' | 'ds' | 'delta', Gating>;

    beforeAll(async () => {
      await useBackend(backend);
      parameters = {
        wx: tf.variable(tf.tensor(flat(golden.parameters.wx), [features, 4 * units])),
        wh: tf.variable(tf.tensor(flat(golden.parameters.wh), [units, 4 * units])),
        b: tf.variable(tf.tensor(flat(golden.parameters.b), [4 * units])),
        x: tf.variable(tf.tensor(flat(golden.x), [batch, time, features])),
      };
      const at = (t: number, masks: number[][][]): tf.Tensor2D =>
        tf.tensor2d(masks.map((sequence) => sequence[t] as number[]));
      gatings = {
        dense: { kind: 'dense' },
        ds: {
          kind: 'masked',
          inactive: 'carry',
          masks: {
            scope: 'step',
            begin: () => ({
              at: (t) => ({ x: at(t, golden.masks.x), h: at(t, golden.masks.h) }),
              penalty: () => null,
            }),
          },
        },
        delta: { kind: 'delta', thetaX: tf.scalar(golden.theta), thetaH: tf.scalar(golden.theta) },
      };
    });
    afterAll(() => disposeParameters(parameters));

    const outputs = (kind: 'dense' | 'ds' | 'delta'): tf.Tensor =>
      tf.stack(
        unroll(parameters['x'] as unknown as tf.Tensor3D, {
          cell: lstm,
          settings,
          parameters,
          gating: gatings[kind],
        }).hs as tf.Tensor2D[],
        1,
      );

    it.each(['dense', 'ds', 'delta'] as const)('in every output, %s', (kind) => {
      const actual = tf.tidy(() => numbersOf(outputs(kind)));
      expect(largestDifference(actual, flat(golden[kind].h))).toBeLessThan(1e-5);
    });

    it.each(['dense', 'ds', 'delta'] as const)('in loss and every gradient, %s', (kind) => {
      const coefficients = tf.tensor(flat(golden.coefficients), [batch, time, units]);
      const loss = (): tf.Scalar => tf.sum<tf.Scalar>(tf.mul(outputs(kind), coefficients));
      expect(tf.tidy(() => loss().dataSync()[0])).toBeCloseTo(golden[kind].loss, 5);
      const gradients = gradientsOf(parameters, loss);
      for (const name of ['wx', 'wh', 'b', 'x']) {
        const expected = flat(golden[kind].gradients[name] as Nested);
        expect(largestDifference(gradients[name] as number[], expected), name).toBeLessThan(1e-5);
      }
      coefficients.dispose();
    });

    it('in the last cell state', () => {
      const c = tf.tidy(() => {
        const prepared = lstm.prepare(settings, parameters);
        let state = lstm.initialState(settings, batch);
        for (const x of tf.unstack(parameters['x'] as tf.Tensor, 1) as tf.Tensor2D[]) {
          state = lstm.step(prepared, { x, h: state.h, maskX: null, maskH: null }, state);
        }
        return numbersOf(state['c'] as tf.Tensor);
      });
      expect(largestDifference(c, flat(golden.dense.c))).toBeLessThan(1e-5);
    });
  },
);
