/** Masks that act on one side only: what is computed, what is read, and the gradients. */
import { createRng } from '@dsrnn/portable';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  centralDifferences,
  coinMask,
  constantMasks,
  gradientsOf,
  largestDifference,
  numbersOf,
  outputsOf,
  toyParameters,
  toySequences,
  toySettings,
  weightedSum,
} from '../../test/toys.ts';
import { useBackend } from '../backends/backend.ts';
import type { CellDefinition, CellSettings } from '../cells/cell.ts';
import { ltc } from '../cells/ltc.ts';
import { cells } from '../cells/registry.ts';
import { canFuse } from '../engines/fused/unroll-fused.ts';
import { unroll } from '../engines/unroll/unroll.ts';
import { disposeParameters, type Parameters } from '../tensor/parameters.ts';
import { tf } from '../tensor/tf.ts';
import type { MaskSides } from './budget/mask-sides.ts';
import type { Gating } from './gating.ts';
import { aheadOfState, type Masks } from './masks/mask-source.ts';

const [BATCH, TIME, FEATURES, UNITS] = [2, 4, 3, 4];
/** Never active in the masks of `blind`. */
const [BLIND_INPUT, BLIND_UNIT] = [1, 2];
const oneSided = ['rows', 'columns'] as const;

const nonlinear = (cells as readonly unknown[] as readonly CellDefinition[]).filter(
  ({ recurrence }) => recurrence === 'nonlinear',
);

function masked(
  sides: MaskSides,
  masks: readonly Masks[],
  inactive: 'carry' | 'zero' = 'carry',
): Gating & { kind: 'masked' } {
  return { kind: 'masked', masks: constantMasks(masks), inactive, sides };
}

/** A mask a step and sample. With rows alone masked there is none of the inputs. */
function coins(sides: MaskSides, seed = 4): Masks[] {
  const rng = createRng(seed);
  return Array.from({ length: TIME }, () => ({
    x: sides === 'rows' ? null : coinMask(BATCH, FEATURES, rng),
    h: coinMask(BATCH, UNITS, rng),
  }));
}

/** Everything but one input and one unit. */
function blind(sides: MaskSides): Masks[] {
  const without = (n: number, index: number): tf.Tensor2D =>
    tf.tensor2d([Array.from({ length: n }, (_, i) => (i === index ? 0 : 1))]);
  return [{ x: sides === 'rows' ? null : without(FEATURES, BLIND_INPUT), h: without(UNITS, BLIND_UNIT) }];
}

interface Toy {
  readonly settings: CellSettings;
  readonly parameters: Parameters;
  readonly xs: tf.Tensor3D;
  readonly hs: (gating: Gating) => number[];
  readonly loss: (gating: Gating) => tf.Scalar;
  readonly dispose: () => void;
}

function toy(cell: CellDefinition): Toy {
  const settings = toySettings(cell, UNITS);
  const parameters = toyParameters(cell, settings, FEATURES);
  const xs = toySequences(BATCH, TIME, FEATURES, createRng(1));
  const outputs = (gating: Gating): readonly tf.Tensor2D[] =>
    outputsOf(xs, cell, settings, parameters, gating);
  return {
    settings,
    parameters,
    xs,
    /** `[time, batch, units]` */
    hs: (gating) => tf.tidy(() => outputs(gating).flatMap(numbersOf)),
    loss: (gating) => weightedSum(outputs(gating)),
    dispose: () => {
      xs.dispose();
      disposeParameters(parameters);
    },
  };
}

describe.each(nonlinear.map((cell) => [cell.kind, cell] as const))('one-sided masks of %s', (_kind, cell) => {
  describe('on wasm', () => {
    beforeAll(() => useBackend('wasm'));

    it.each(oneSided)('on %s are the dense cell where all is active, forward and gradient', (sides) => {
      const { parameters, hs, loss, dispose } = toy(cell);
      const ones: Masks[] = [{ x: sides === 'rows' ? null : tf.ones([1, FEATURES]), h: tf.ones([1, UNITS]) }];
      const all = masked(sides, ones);
      expect(largestDifference(hs(all), hs({ kind: 'dense' }))).toBeLessThan(1e-6);
      const [a, b] = [
        gradientsOf(parameters, () => loss(all)),
        gradientsOf(parameters, () => loss({ kind: 'dense' })),
      ];
      for (const name of Object.keys(parameters)) {
        expect(largestDifference(a[name] as number[], b[name] as number[]), name).toBeLessThan(1e-5);
      }
      dispose();
    });

    it('on rows hold an inactive unit, whose weights get exactly no gradient, and read every channel', () => {
      const { settings, parameters, hs, loss, dispose } = toy(cell);
      const gating = masked('rows', blind('rows'));
      hs(gating).forEach((value, i) => {
        if (i % UNITS === BLIND_UNIT) expect(Math.abs(value)).toBe(0);
      });
      const gradients = gradientsOf(parameters, () => loss(gating));
      for (const { name, inputs, outputs } of cell.weightMatrices(settings, FEATURES)) {
        const at = (i: number, j: number): number => Math.abs(gradients[name]?.[i * outputs + j] as number);
        for (let i = 0; i < inputs; i++) {
          for (let j = BLIND_UNIT; j < outputs; j += UNITS) expect(at(i, j)).toBe(0);
        }
        if (inputs === FEATURES) {
          const ofInput = Array.from({ length: outputs }, (_, j) => at(BLIND_INPUT, j));
          expect(Math.max(...ofInput)).toBeGreaterThan(1e-4);
        }
      }
      dispose();
    });

    it('on columns do not read inactive channels, whose weights get exactly no gradient, and compute every unit', () => {
      const { settings, parameters, hs, loss, dispose } = toy(cell);
      const gating = masked('columns', blind('columns'));
      const states = hs(gating).filter((_, i) => i % UNITS === BLIND_UNIT);
      expect(Math.min(...states.map(Math.abs))).toBeGreaterThan(1e-4);
      const gradients = gradientsOf(parameters, () => loss(gating));
      for (const { name, inputs, outputs } of cell.weightMatrices(settings, FEATURES)) {
        const gradient = (gradients[name] as number[]).map(Math.abs);
        const unread = inputs === FEATURES ? BLIND_INPUT : BLIND_UNIT;
        expect(gradient.slice(unread * outputs, (unread + 1) * outputs)).toEqual(Array(outputs).fill(0));
        // The rows of the unit that no other reads.
        const own = gradient.filter((_, i) => i % UNITS === BLIND_UNIT);
        expect(Math.max(...own)).toBeGreaterThan(1e-4);
      }
      dispose();
    });

    it('differ from one another and from masks of both sides', () => {
      const { hs, dispose } = toy(cell);
      const { x, h } = { x: coins('both').map(({ x }) => x), h: coins('both').map(({ h }) => h) };
      const masks = h.map((mask, t) => ({ x: x[t] as tf.Tensor2D, h: mask }));
      const [both, rows, columns] = (['both', 'rows', 'columns'] as const).map((sides) =>
        hs(masked(sides, masks)),
      ) as [number[], number[], number[]];
      expect(largestDifference(both, rows)).toBeGreaterThan(1e-3);
      expect(largestDifference(both, columns)).toBeGreaterThan(1e-3);
      expect(largestDifference(rows, columns)).toBeGreaterThan(1e-3);
      // Rows ignore the mask of the inputs.
      expect(
        hs(
          masked(
            'rows',
            masks.map(({ h: mask }) => ({ x: null, h: mask })),
          ),
        ),
      ).toEqual(rows);
      dispose();
    });

    it.each(oneSided)('on %s run on the fused engine by the reference composition', (sides) => {
      const { settings, parameters, xs, hs, dispose } = toy(cell);
      const mask = blind(sides)[0] as Masks;
      const source = aheadOfState('sequence', 'none', () => ({
        block: {
          x: mask.x === null ? null : tf.reshape(mask.x, [1, 1, FEATURES]),
          h: tf.reshape(mask.h, [1, 1, UNITS]),
        },
        penalty: null,
      }));
      const gating: Gating = { kind: 'masked', masks: source, inactive: 'carry', sides };
      expect(canFuse({ cell, gating })).toBe(false);
      expect(canFuse({ cell, gating: { ...gating, sides: 'both' } })).toBe(true);
      const outputs = tf.tidy(() => {
        const request = { cell, settings, parameters, gating, readout: 'steps' } as const;
        const steps = unroll(xs, request).output;
        return tf.unstack(steps, 1).flatMap(numbersOf);
      });
      expect(outputs).toEqual(hs(masked(sides, blind(sides))));
      dispose();
    });
  });

  describe('on cpu', () => {
    beforeAll(() => useBackend('cpu'));

    it.each([
      ['rows', 'carry'],
      ['rows', 'zero'],
      ['columns', 'carry'],
    ] as const)('on %s, %s, have the gradient of central differences', (sides, inactive) => {
      const { parameters, loss, dispose } = toy(cell);
      const gating = masked(sides, coins(sides), inactive);
      const actual = gradientsOf(parameters, () => loss(gating));
      for (const [name, variable] of Object.entries(parameters)) {
        // Small enough that no synaptic strength of the LTC crosses the kink of |w| at 0.
        const expected = centralDifferences(variable, () => loss(gating), 5e-3);
        expect(largestDifference(actual[name] as number[], expected), name).toBeLessThan(1e-3);
        expect(Math.max(...expected.map(Math.abs)), name).toBeGreaterThan(1e-3);
      }
      dispose();
    });

    it.each(oneSided)('on %s have the gradient of central differences in soft masks', (sides) => {
      const { loss, dispose } = toy(cell);
      const rng = createRng(6);
      const soft = (n: number): tf.Variable<tf.Rank.R2> =>
        tf.variable(
          tf.tensor2d(
            Float32Array.from({ length: n }, () => 0.2 + 0.6 * rng.uniform()),
            [1, n],
          ),
        );
      const h = soft(UNITS);
      const masks = { h, ...(sides === 'rows' ? {} : { x: soft(FEATURES) }) };
      const gating = masked(sides, [{ x: null, ...masks }]);
      const actual = gradientsOf(masks, () => loss(gating));
      for (const [name, variable] of Object.entries(masks)) {
        const expected = centralDifferences(variable, () => loss(gating));
        expect(largestDifference(actual[name] as number[], expected), name).toBeLessThan(1e-3);
        expect(Math.max(...expected.map(Math.abs)), name).toBeGreaterThan(1e-2);
      }
      disposeParameters(masks);
      dispose();
    });
  });
});

describe('rows of an LTC', () => {
  beforeAll(() => useBackend('cpu'));

  it('are not solved for in any pass, and send what they were before the step', () => {
    const cell = ltc as unknown as CellDefinition;
    const { parameters, xs, hs, dispose } = toy(cell);
    const masks = coins('rows');
    const value = (name: string): number[] => numbersOf(parameters[name] as tf.Tensor);
    const softplus = (z: number): number => Math.log(1 + Math.exp(z));
    const synapses = (prefix: string, sources: readonly number[], target: number): [number, number] => {
      const [w, mu, sigma, erev] = ['w', 'mu', 'sigma', 'erev'].map((name) => value(prefix + name)) as [
        number[],
        number[],
        number[],
        number[],
      ];
      let [current, conductance] = [0, 0];
      sources.forEach((u, j) => {
        const at = j * UNITS + target;
        const open = 1 / (1 + Math.exp(-(sigma[at] as number) * (u - (mu[at] as number))));
        const s = Math.abs(w[at] as number) * open;
        current += s * (erev[at] as number);
        conductance += s;
      });
      return [current, conductance];
    };
    const [gleak, vleak, cm, scale, shift] = ['gleak', 'vleak', 'cm', 'inputScale', 'inputShift'].map(
      value,
    ) as [number[], number[], number[], number[], number[]];
    const samples = xs.arraySync();
    const expected: number[][][] = samples.map((sample, row) => {
      let v = Array<number>(UNITS).fill(0);
      return sample.map((x, t) => {
        const active = ((masks[t] as Masks).h.arraySync()[row] as number[]).map((bit) => bit === 1);
        const inputs = x.map((xi, i) => xi * (scale[i] as number) + (shift[i] as number));
        for (let pass = 0; pass < 6; pass++) {
          v = v.map((old, i) => {
            if (!active[i]) return old;
            const leak = softplus(gleak[i] as number);
            const cmt = softplus(cm[i] as number) * 6;
            const [ofX, gX] = synapses('sensory.', inputs, i);
            const [ofH, gH] = synapses('', v, i);
            return (cmt * old + leak * (vleak[i] as number) + ofX + ofH) / (cmt + leak + gX + gH + 1e-8);
          });
        }
        return v;
      });
    });
    const byStep = Array.from({ length: TIME }, (_, t) => expected.flatMap((steps) => steps[t] as number[]));
    expect(largestDifference(hs(masked('rows', masks)), byStep.flat())).toBeLessThan(1e-5);
    dispose();
  });
});
