import {
  cellDefinition,
  ds,
  tf,
  unrollReference,
  useBackend,
  type Masks,
  type MaskSource,
  type MethodDefinition,
  type RecurrentModel,
} from '@dsrnn/core';
import { gradientsOf, lossOfModel, numbersOf, toyContext, toyMode, toySequences } from '@dsrnn/core/testing';
import { createRng } from '@dsrnn/portable';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { randomRows } from './random-mask.ts';
import { methodDefinition } from './registry.ts';

const [BATCH, TIME, FEATURES, UNITS] = [4, 3, 5, 8];
const lstm = cellDefinition('lstm');
const sizes = { units: UNITS, features: FEATURES, time: TIME, sparsity: 0.75 };

beforeAll(() => useBackend('wasm'));

function build(kind: string, config: Record<string, unknown> = {}, steps = 10): RecurrentModel {
  const definition = methodDefinition(kind);
  return definition.create(toyContext(definition, lstm, { ...sizes, config, steps }), createRng(2));
}

/** Masks of the first steps of a pass as text, x and h. Inputs differ by `seed`. */
function masksOf(model: RecurrentModel, { training = false, seed = 1, noise = 3 } = {}): string[] {
  const seen: string[] = [];
  const text = ({ x, h }: Masks): string => JSON.stringify([x?.arraySync() ?? null, h.arraySync()]);
  tf.tidy(() => {
    const gating = model.gating(toyMode(training, noise));
    if (gating.kind !== 'masked') throw new Error('expected masks');
    const masks: MaskSource = {
      ...gating.masks,
      begin(steps) {
        const sequence = gating.masks.begin(steps);
        return {
          ...sequence,
          at(t, x, h) {
            const chosen = sequence.at(t, x, h);
            seen.push(text(chosen));
            return chosen;
          },
        };
      },
    };
    const { cell, settings, parameters } = model;
    const xs = toySequences(BATCH, TIME, FEATURES, createRng(seed));
    unrollReference(xs, { cell, settings, parameters, gating: { ...gating, masks } });
  });
  return seen;
}

describe('the untrained router', () => {
  it('is DS whose router has a learning rate of 0', () => {
    const control = build('untrained-router');
    const frozen = build('ds', { router: { rateScale: 0 } });
    const xs = toySequences(BATCH, TIME, FEATURES, createRng(1));
    const gradients = (model: RecurrentModel): unknown =>
      gradientsOf(model.parameters, () => lossOfModel(model, xs, model.gating(toyMode())));
    expect(masksOf(control)).toEqual(masksOf(frozen));
    expect(gradients(control)).toEqual(gradients(frozen));
    expect(control.rateScale).toEqual(frozen.rateScale);
    expect(Object.values(control.rateScale)).toEqual([0, 0, 0, 0]);
    const definition = methodDefinition('untrained-router');
    expect(definition.plan(toyContext(definition, lstm, sizes)).macs).toEqual(
      ds.plan(toyContext(ds as unknown as MethodDefinition, lstm, sizes)).macs,
    );
    xs.dispose();
    control.dispose();
    frozen.dispose();
  });
});

describe('the fixed mask', () => {
  it('is the same for every input, step and pass, and another for another seed', () => {
    const model = build('fixed-mask');
    const all = [masksOf(model), masksOf(model, { seed: 2, noise: 5, training: true })].flat();
    expect(new Set(all).size).toBe(1);
    const definition = methodDefinition('fixed-mask');
    const other = definition.create(toyContext(definition, lstm, sizes), createRng(3));
    expect(masksOf(other)[0]).not.toBe(all[0]);
    model.dispose();
    other.dispose();
  });
});

describe('random masks', () => {
  it('are new at every step, or at every sequence', () => {
    const step = build('random-mask');
    const sequence = build('random-mask', { scope: 'sequence' });
    expect(new Set(masksOf(step)).size).toBe(TIME);
    expect(new Set(masksOf(sequence)).size).toBe(1);
    expect(masksOf(sequence, { noise: 4 })).not.toEqual(masksOf(sequence));
    step.dispose();
    sequence.dispose();
  });

  it('depend on the stream of the pass, never on the input', () => {
    const model = build('random-mask');
    expect(masksOf(model, { seed: 1 })).toEqual(masksOf(model, { seed: 2 }));
    model.dispose();
  });

  it('have exactly k ones in each row', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 4294967295 }), (n, seed) => {
        for (let k = 1; k <= n; k++) {
          const mask = randomRows(3, n, k, createRng(seed));
          const counts = tf.tidy(() => numbersOf(tf.sum(mask, 1)));
          mask.dispose();
          expect(counts).toEqual([k, k, k]);
        }
      }),
      { numRuns: 30, seed: 1 },
    );
  });

  it('choose every set of k equally often', () => {
    // Ten sets of 2 of 5, 4000 rows: 400 each, five standard deviations are 95.
    const mask = randomRows(4000, 5, 2, createRng(1));
    const counts = new Map<string, number>();
    for (const row of mask.arraySync()) counts.set(row.join(''), (counts.get(row.join('')) ?? 0) + 1);
    mask.dispose();
    expect(counts.size).toBe(10);
    for (const count of counts.values()) expect(Math.abs(count - 400)).toBeLessThan(95);
  });
});

describe('the static mean mask', () => {
  it('is what the router used most, for all inputs, from its share of training on', async () => {
    const model = build('static-router-mean', { freezeShare: 0.3 });
    const use = { x: Array<number>(FEATURES).fill(0), h: Array<number>(UNITS).fill(0) };
    expect(model.selectableFrom).toBe(3);
    for (let step = 0; step < 3; step++) {
      for (const text of masksOf(model, { training: true, seed: step + 1 })) {
        const [x, h] = JSON.parse(text) as [number[][], number[][]];
        for (const row of x) row.forEach((bit, i) => (use.x[i] = (use.x[i] as number) + bit));
        for (const row of h) row.forEach((bit, i) => (use.h[i] = (use.h[i] as number) + bit));
      }
      await model.afterStep(step, null);
    }
    // √0.25 = 0.5: 3 (2.5 rounded) of 5 inputs and 4 of 8 units.
    const most = (counts: number[], k: number): number[] => {
      const order = counts
        .map((_, i) => i)
        .sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b);
      return counts.map((_, i) => (order.indexOf(i) < k ? 1 : 0));
    };
    const expected = JSON.stringify([[most(use.x, 3)], [most(use.h, 4)]]);
    expect(
      new Set([masksOf(model, { seed: 7 }), masksOf(model, { seed: 8, training: true })].flat()),
    ).toEqual(new Set([expected]));
    model.dispose();
  });

  it('does not count evaluation passes', () => {
    const model = build('static-router-mean');
    masksOf(model, { training: false });
    expect(numbersOf(model.buffers['usage.h'] as tf.Tensor).every((count) => count === 0)).toBe(true);
    masksOf(model, { training: true });
    expect(numbersOf(model.buffers['usage.h'] as tf.Tensor).reduce((a, b) => a + b, 0)).toBe(
      BATCH * TIME * 4,
    );
    model.dispose();
  });

  it('has no router cost in its MACs', () => {
    const model = build('static-router-mean');
    expect(model.macs({ x: 3, h: 4 })).toEqual({ dense: 416, core: 112, router: 0, total: 112 });
    model.dispose();
  });
});

describe('controls in groups of 3', () => {
  // Of 8 units three groups, the last of two. 2 of 5 inputs (2.5 rounded is 3) and one group: 4 · 3 (3 + 3) = 72, two of
  // them 4 · 6 (3 + 6) = 216; a quarter of 416 is 104.
  const config = { groupSize: 3 };
  const starts = (rows: number[][]): string[] => [...new Set(rows.map((row) => row.join('')))].sort();
  const groups = ['00000011', '00011100', '11100000'];

  it('fix, draw and freeze whole groups', async () => {
    const hidden = (model: RecurrentModel, how = {}): number[][] =>
      masksOf(model, how).flatMap((text) => (JSON.parse(text) as [number[][], number[][]])[1]);
    const fixed = build('fixed-mask', config);
    expect(starts(hidden(fixed))).toHaveLength(1);
    expect(groups).toContain(starts(hidden(fixed))[0]);
    const random = build('random-mask', config);
    expect(starts([3, 4, 5].flatMap((noise) => hidden(random, { noise })))).toEqual(groups);
    const frozen = build('static-router-mean', { ...config, freezeShare: 0.1 });
    const used = hidden(frozen, { training: true });
    const sums = groups.map((group) => used.filter((row) => row.join('') === group).length);
    await frozen.afterStep(0, null);
    const most = groups[sums.indexOf(Math.max(...sums))];
    expect(starts([...hidden(frozen), ...hidden(frozen, { seed: 9 })])).toEqual([most]);
    for (const model of [fixed, random, frozen]) model.dispose();
  });
});

describe('the narrow dense cell', () => {
  it('has the width whose MACs are nearest to the budget', () => {
    const definition = methodDefinition('dense-small');
    const context = (budget: string) =>
      toyContext(definition, lstm, { units: 128, features: 28, time: 28, sparsity: 0.9, config: { budget } });
    // 4 h (28 + h): 8052 for 33 is nearest to 7987.2; 12,992 for 44.7, so 12,672 (44) and 13,140 (45) for 12,979.2.
    expect(definition.plan(context('core'))).toMatchObject({ units: 33, macs: { dense: 79872, core: 8052 } });
    expect(definition.plan(context('total'))).toMatchObject({ units: 45, macs: { core: 13140 } });
  });
});
