/** `read: previous` and groups of units against plain numbers of double precision, and their finite differences. */
import { createRng } from '@dsrnn/portable';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainStates, type PlainCell, type Values } from '../../test/plain-previous.ts';
import {
  gradientsOf,
  largestDifference,
  numbersOf,
  toyMode,
  toyParameters,
  toySettings,
} from '../../test/toys.ts';
import { useBackend } from '../backends/backend.ts';
import { useEngine } from '../backends/engine.ts';
import { cellDefinition } from '../cells/registry.ts';
import { unroll } from '../engines/unroll/unroll.ts';
import { asParameters, disposeParameters, type Parameters } from '../tensor/parameters.ts';
import { tf } from '../tensor/tf.ts';
import { expandGroups, groupCount } from './budget/channel-groups.ts';
import { estimatorConfig, estimatorDefinition } from './estimators/registry.ts';
import type { Gating } from './gating.ts';
import { aheadOfState } from './masks/mask-source.ts';
import { routedMasks } from './masks/routed-masks.ts';
import { routerInit } from './routers/router.ts';

const [FEATURES, UNITS] = [2, 7];
const engines = ['reference', 'fused'] as const;
const rng = createRng(21);
const draw = (n: number): number[] => Array.from({ length: n }, () => 2 * rng.uniform() - 1);
const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

beforeAll(() => useBackend('wasm'));
afterAll(() => useEngine('fused'));

/** A cell with its parameters and inputs, and a loss in which every output counts differently. */
function problem(kind: string, batch: number, time: number) {
  const cell = cellDefinition(kind);
  const settings = toySettings(cell, UNITS);
  const { unfolds = 1, elapsed = 1 } = settings as { unfolds?: number; elapsed?: number };
  const plain: PlainCell = { kind, features: FEATURES, units: UNITS, unfolds, elapsed };
  const xs = range(batch).map(() => range(time).map(() => draw(FEATURES)));
  const coefficients = range(batch).map(() => range(time).map(() => draw(UNITS)));
  const own = toyParameters(cell, settings, FEATURES);
  const hs = (parameters: Parameters, gating: Gating): tf.Tensor =>
    unroll(tf.tensor3d(xs), { cell, settings, parameters, gating, readout: 'steps' }).output;
  const loss = (parameters: Parameters, gating: Gating): tf.Scalar =>
    tf.sum(tf.mul(hs(parameters, gating), tf.tensor3d(coefficients)));
  /** `masks[b][t]` of the units. */
  const plainHs = (values: Values, masks: readonly number[][][], inactive: 'carry' | 'zero'): number[] =>
    xs.flatMap((x, b) => plainStates(plain, values, x, masks[b] as number[][], inactive).flat());
  const plainLoss = (values: Values, masks: readonly number[][][], inactive: 'carry' | 'zero'): number => {
    const weights = coefficients.flat(2);
    return plainHs(values, masks, inactive).reduce((sum, h, i) => sum + h * (weights[i] as number), 0);
  };
  return { own, xs, hs, loss, plainHs, plainLoss };
}

/** The numbers of parameters, for plain arithmetic. */
function valuesOf(parameters: Parameters): Record<string, number[]> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, numbersOf(value)]));
}

/** Central differences of `loss` in every entry of `values`, which it is given. */
function differences(values: readonly number[], loss: (values: number[]) => number): number[] {
  const at = (i: number, shift: number): number => loss(values.map((v, j) => (i === j ? v + shift : v)));
  return values.map((_, i) => (at(i, 1e-5) - at(i, -1e-5)) / 2e-5);
}

/** Masks `[b][t]` of units from masks of groups `[time, batch, groups]`. */
function ofUnits(groups: readonly number[], size: number, batch: number, time: number): number[][][] {
  const count = groupCount(UNITS, size);
  return range(batch).map((b) =>
    range(time).map((t) =>
      range(UNITS).map((i) => groups[(t * batch + b) * count + Math.floor(i / size)] as number),
    ),
  );
}

const kinds = ['lstm', 'gru', 'ltc'] as const;
const shapes = [
  { batch: 2, time: 4, size: 1 },
  { batch: 2, time: 4, size: 3 },
  { batch: 1, time: 3, size: 4 },
  { batch: 2, time: 3, size: 8 },
  { batch: 3, time: 1, size: 2 },
] as const;

describe.each(kinds.flatMap((kind) => shapes.map((shape) => [kind, shape] as const)))(
  '%s %j',
  (kind, shape) => {
    const { batch, time, size } = shape;
    const count = groupCount(UNITS, size);

    it.each(['carry', 'zero'] as const)(
      'is what its equations say, and its gradients are their differences; at rest: %s',
      async (inactive) => {
        const { own, hs, loss, plainHs, plainLoss } = problem(kind, batch, time);
        // Closed, half open and open.
        const groups = range(time * batch * count).map(() => [0, 0.6, 1][rng.integer(3)] as number);
        const masks = asParameters({ groups: tf.tensor2d(groups, [time * batch, count]) });
        const gating = (): Gating => ({
          kind: 'masked',
          read: 'previous',
          inactive,
          masks: aheadOfState('step', 'all', () => ({
            block: { x: null, h: tf.reshape(expandGroups(masks.groups, size, UNITS), [time, batch, UNITS]) },
            penalty: null,
          })),
        });
        const values = valuesOf(own);
        const units = ofUnits(groups, size, batch, time);
        for (const engine of engines) {
          await useEngine(engine);
          const found = tf.tidy(() => numbersOf(hs(own, gating())));
          expect(largestDifference(found, plainHs(values, units, inactive)), engine).toBeLessThan(2e-6);
          const gradients = gradientsOf({ ...own, ...masks }, () => loss(own, gating()));
          for (const [name, entries] of Object.entries(values)) {
            const expected = differences(entries, (changed) =>
              plainLoss({ ...values, [name]: changed }, units, inactive),
            );
            expect(
              largestDifference(gradients[name] as number[], expected),
              `${engine}, ${name}`,
            ).toBeLessThan(2e-5);
          }
          const ofMasks = differences(groups, (changed) =>
            plainLoss(values, ofUnits(changed, size, batch, time), inactive),
          );
          expect(largestDifference(gradients['groups'] as number[], ofMasks), engine).toBeLessThan(2e-5);
        }
        disposeParameters(own);
        disposeParameters(masks);
      },
    );
  },
);

describe.each(kinds)('a router of groups over the %s', (kind) => {
  it.each(['top-k-ste', 'active-only'] as const)(
    'opens the highest scores and learns by the slope at the cut: %s',
    async (estimator) => {
      const [batch, time, size, k, width] = [2, 4, 2, 2, 3];
      const count = groupCount(UNITS, size);
      const { own, xs, hs, loss, plainHs, plainLoss } = problem(kind, batch, time);
      const router = asParameters(routerInit({ inputs: FEATURES, width, outputs: count }, createRng(8)));
      const gating = (): Gating => ({
        kind: 'masked',
        read: 'previous',
        inactive: 'carry',
        masks: routedMasks({
          parameters: router,
          input: { input: 'x', firstSteps: 1, blocks: 1, emaDecay: 0.5, detachState: false },
          estimator: estimatorDefinition(estimator),
          estimatorConfig: estimatorConfig.parse({ kind: estimator, temperature: 0.4 }),
          features: FEATURES,
          units: UNITS,
          maskInputs: false,
          groupSize: size,
          budget: { x: FEATURES, h: k * size },
          softBudget: null,
          balanceWeight: 0,
          mode: toyMode(),
        }),
      });
      const values = valuesOf(own);
      const plain = valuesOf(router);
      const at = (name: string, i: number): number => plain[name]?.[i] as number;
      // Scores, masks and slopes of every decision, in the order of [time, batch, groups].
      const decisions = range(time * batch).map((row) => {
        const x = xs[row % batch]?.[Math.floor(row / batch)] as number[];
        const hidden = range(width).map((j) =>
          Math.tanh(x.reduce((sum, v, i) => sum + v * at('router.w1', i * width + j), at('router.b1', j))),
        );
        const scores = range(count).map((g) =>
          hidden.reduce((sum, u, j) => sum + u * at('router.w2', j * count + g), at('router.b2', g)),
        );
        const sorted = [...scores].sort((a, b) => b - a);
        const cut = ((sorted[k - 1] as number) + (sorted[k] as number)) / 2;
        const open = scores.map((score) => (score > cut ? 1 : 0));
        const slopes = scores.map((score, g) => {
          const p = 1 / (1 + Math.exp(-(score - cut) / 0.4));
          return estimator === 'active-only' && open[g] === 0 ? 0 : (p * (1 - p)) / 0.4;
        });
        return { hidden, open, slopes };
      });
      const groups = decisions.flatMap(({ open }) => open);
      const dMasks = differences(groups, (changed) =>
        plainLoss(values, ofUnits(changed, size, batch, time), 'carry'),
      );
      const dScores = decisions.map(({ slopes }, row) =>
        slopes.map((slope, g) => slope * (dMasks[row * count + g] as number)),
      );
      const b2 = range(count).map((g) => dScores.reduce((sum, d) => sum + (d[g] as number), 0));
      const w2 = range(width * count).map((i) =>
        dScores.reduce(
          (sum, d, row) =>
            sum + (d[i % count] as number) * (decisions[row]?.hidden[Math.floor(i / count)] as number),
          0,
        ),
      );
      for (const engine of engines) {
        await useEngine(engine);
        const found = tf.tidy(() => numbersOf(hs({ ...own, ...router }, gating())));
        const expected = plainHs(values, ofUnits(groups, size, batch, time), 'carry');
        expect(largestDifference(found, expected), engine).toBeLessThan(2e-6);
        const gradients = gradientsOf(router, () => loss({ ...own, ...router }, gating()));
        expect(largestDifference(gradients['router.b2'] as number[], b2), engine).toBeLessThan(2e-5);
        expect(largestDifference(gradients['router.w2'] as number[], w2), engine).toBeLessThan(2e-5);
      }
      disposeParameters(own);
      disposeParameters(router);
    },
  );
});
