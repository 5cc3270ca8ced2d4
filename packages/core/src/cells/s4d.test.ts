import { createRng } from '@dsrnn/portable';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeGolden } from '../../test/describe-golden.ts';
import { numbersOf } from '../../test/toys.ts';
import { useBackend } from '../backends/backend.ts';
import { denseMacs } from '../gating/budget/channel-budget.ts';
import { tf } from '../tensor/tf.ts';
import { cellDefinition } from './registry.ts';
import { s4d, s4dConfig } from './s4d.ts';

const cell = cellDefinition('s4d');
const settingsOf = (config: object): ReturnType<typeof s4dConfig.parse> =>
  s4dConfig.parse({ kind: 's4d', ...config });

describeGolden(cell);

describe('S4D', () => {
  beforeAll(() => useBackend('wasm', 'reference'));

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
