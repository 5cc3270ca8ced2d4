import {
  cellDefinition,
  parameter,
  tf,
  useBackend,
  type Gradients,
  type MethodContext,
  type RecurrentModel,
} from '@dsrnn/core';
import { numbersOf, toyContext } from '@dsrnn/core/testing';
import { createRng } from '@dsrnn/portable';
import { beforeAll, describe, expect, it } from 'vitest';
import { dropFractionAt, rigl, updateIntervalFor } from './rigl.ts';

const [FEATURES, UNITS] = [3, 4];
const lstm = cellDefinition('lstm');
const names = ['wx', 'wh'] as const;

beforeAll(() => useBackend('wasm'));

/** RigL over a tiny LSTM: 24 of 48 ones in wx, 32 of 64 in wh. */
function toyRigl(config: Record<string, unknown> = {}, steps = 20): RecurrentModel {
  const context = toyContext(rigl, lstm, { units: UNITS, features: FEATURES, sparsity: 0.5, steps, config });
  return rigl.create(context, createRng(2));
}

const values = (model: RecurrentModel, name: string): number[] =>
  numbersOf(parameter(model.parameters, name));
const maskOf = (model: RecurrentModel, name: string): number[] =>
  numbersOf(parameter(model.buffers, `mask.${name}`));
const count = (bits: readonly number[]): number => bits.filter((bit) => bit === 1).length;

/** Gradients that are `fill(name, index)` in the weights and 0 in the bias. Call inside a tidy. */
function gradients(model: RecurrentModel, fill: (name: string, index: number) => number): Gradients {
  return Object.fromEntries(
    Object.entries(model.parameters).map(([name, { shape, size }]) => [
      name,
      tf.tensor(
        Float32Array.from({ length: size }, (_, i) => (name === 'b' ? 0 : fill(name, i))),
        shape,
      ),
    ]),
  );
}

/** Runs steps 0 … n − 1 and tells which replaced the optimiser, and what they made it forget. */
async function run(
  model: RecurrentModel,
  n: number,
  fill: (step: number, name: string, index: number) => number,
): Promise<{ updates: number[]; forgotten: { step: number; name: string; mask: number[] }[] }> {
  const updates: number[] = [];
  const forgotten: { step: number; name: string; mask: number[] }[] = [];
  for (let step = 0; step < n; step++) {
    tf.tidy(() => {
      const passed = model.onGradients!(
        step,
        gradients(model, (name, i) => fill(step, name, i)),
        {
          maskMoments: (name, mask) => forgotten.push({ step, name, mask: numbersOf(mask) }),
        },
      );
      if (passed === null) updates.push(step);
    });
    await model.afterStep(step, null);
  }
  return { updates, forgotten };
}

describe('the drop fraction', () => {
  it('falls as a cosine from α to 0 at the end', () => {
    expect(dropFractionAt(0, 100, 0.3)).toBe(0.3);
    expect(dropFractionAt(50, 100, 0.3)).toBeCloseTo(0.15, 12);
    expect(dropFractionAt(25, 100, 0.3)).toBeCloseTo(0.15 * (1 + Math.SQRT1_2), 12);
    expect(dropFractionAt(99, 100, 0.3)).toBeLessThan(1e-4);
    expect(dropFractionAt(100, 100, 0.3)).toBe(0);
    expect(dropFractionAt(1000, 100, 0.3)).toBe(0);
  });
});

describe('RigL', () => {
  it('begins with the ones of its density, weights outside at exactly 0', () => {
    const model = toyRigl();
    for (const [name, size] of [
      ['wx', 48],
      ['wh', 64],
    ] as const) {
      expect(count(maskOf(model, name))).toBe(size / 2);
      const mask = maskOf(model, name);
      values(model, name).forEach((weight, i) => {
        expect(weight === 0).toBe(mask[i] === 0);
      });
    }
    model.dispose();
  });

  it('updates its mask at multiples of the interval before the end, in place of the optimiser', async () => {
    // 20 steps, end at 15: the first update is at step 3, the last at 12.
    const model = toyRigl({ updateInterval: 3 });
    const { updates, forgotten } = await run(model, 20, (_step, _name, i) => 1 + i);
    expect(updates).toEqual([3, 6, 9, 12]);
    expect(forgotten.map(({ step, name }) => `${String(step)} ${name}`)).toEqual(
      [3, 6, 9, 12].flatMap((step) => names.map((name) => `${String(step)} ${name}`)),
    );
    model.dispose();
  });

  it('makes no update at step 0, and shortens the interval of a short training', async () => {
    const model = toyRigl({ updateInterval: 15 });
    expect((await run(model, 20, () => 1)).updates).toEqual([5, 10]);
    const shortened = [15, 300, 1875, 15000].map((end) =>
      updateIntervalFor({ updateInterval: 100, minimumUpdates: 30 }, end),
    );
    expect(shortened).toEqual([5, 10, 62, 100]);
    expect(updateIntervalFor({ updateInterval: 3, minimumUpdates: 30 }, 15)).toBe(3);
    model.dispose();
  });

  it.each(['gradient', 'random'])(
    'keeps the number of ones through all updates, growth by %s',
    async (growth) => {
      const model = toyRigl({ updateInterval: 2, growth, dropFraction: 0.5 });
      const before = names.map((name) => maskOf(model, name));
      const rng = createRng(9);
      await run(model, 20, () => rng.normal());
      names.forEach((name, n) => {
        const after = maskOf(model, name);
        expect(count(after)).toBe(count(before[n] as number[]));
        expect(after).not.toEqual(before[n]);
        values(model, name).forEach((weight, i) => {
          if (after[i] === 0) expect(Math.abs(weight)).toBe(0);
        });
      });
      model.dispose();
    },
  );

  it('drops the smallest weights, grows where the summed gradient is largest, starts grown ones at 0', async () => {
    // 20 steps, end at 15, update at step 5 with α (1 + cos(π/3))/2 = 0.75 α = 0.225: 5 of 24 and 7 of 32.
    const model = toyRigl({ updateInterval: 5, gradientBatches: 2 });
    // Weights far apart, so that the noise of 1e-5 on their magnitude decides nothing.
    tf.tidy(() => {
      for (const name of names) {
        const variable = parameter(model.parameters, name);
        const spread = Float32Array.from(
          { length: variable.size },
          (_, i) => (i % 2 === 0 ? 1 : -1) * (0.1 + i / 100),
        );
        variable.assign(tf.mul(tf.tensor(spread, variable.shape), parameter(model.buffers, `mask.${name}`)));
      }
    });
    const before = Object.fromEntries(names.map((name) => [name, maskOf(model, name)]));
    const weights = Object.fromEntries(names.map((name) => [name, values(model, name)]));
    const rng = createRng(4);
    const scores = [4, 5].map(() => Array.from({ length: 64 }, () => rng.normal()));
    const { forgotten } = await run(model, 6, (step, _name, i) =>
      step < 4 ? 1000 * (i % 5) : ((scores[step - 4] as number[])[i] as number),
    );
    for (const [name, dropCount] of [
      ['wx', 5],
      ['wh', 7],
    ] as const) {
      const old = before[name] as number[];
      const fresh = maskOf(model, name);
      const all = old.map((_, i) => i);
      const magnitude = (i: number): number => Math.abs((weights[name] as number[])[i] as number);
      const sum = (i: number): number =>
        Math.abs(((scores[0] as number[])[i] as number) + ((scores[1] as number[])[i] as number));
      const dropped = all.filter((i) => old[i] === 1 && fresh[i] === 0);
      const grown = all.filter((i) => old[i] === 0 && fresh[i] === 1);
      const byMagnitude = all.filter((i) => old[i] === 1).sort((a, b) => magnitude(a) - magnitude(b));
      const byGradient = all.filter((i) => old[i] === 0).sort((a, b) => sum(b) - sum(a));
      expect(dropped).toEqual(byMagnitude.slice(0, dropCount).sort((a, b) => a - b));
      expect(grown).toEqual(byGradient.slice(0, dropCount).sort((a, b) => a - b));
      const after = values(model, name);
      for (const i of [...dropped, ...grown]) expect(Math.abs(after[i] as number)).toBe(0);
      for (const i of all)
        if (old[i] === 1 && fresh[i] === 1) expect(after[i]).toBe((weights[name] as number[])[i]);
      expect(forgotten.find((one) => one.name === name)?.mask).toEqual(fresh);
    }
    model.dispose();
  });

  it('forgets the gradients of an update before the next', async () => {
    const model = toyRigl({ updateInterval: 5, gradientBatches: 2 });
    const before = names.map((name) => maskOf(model, name));
    // Up to step 5 the first half has huge gradients, after it the second half has small ones.
    await run(model, 6, (_step, name, i) => (i < (name === 'wx' ? 24 : 32) ? 1000 : 0));
    const between = names.map((name) => maskOf(model, name));
    for (let step = 6; step <= 10; step++) {
      tf.tidy(() => {
        const small = gradients(model, (name, i) => (i < (name === 'wx' ? 24 : 32) ? 0 : 1));
        model.onGradients!(step, small, { maskMoments: () => undefined });
      });
      await model.afterStep(step, null);
    }
    const grown = (old: number[], fresh: number[]): number[] =>
      fresh.flatMap((bit, i) => (bit === 1 && old[i] === 0 ? [i] : []));
    names.forEach((name, n) => {
      const half = name === 'wx' ? 24 : 32;
      const after = maskOf(model, name);
      const [first, second] = [
        grown(before[n] as number[], between[n] as number[]),
        grown(between[n] as number[], after),
      ];
      expect(first.length).toBeGreaterThan(0);
      expect(first.every((i) => i < half)).toBe(true);
      expect(second.length).toBeGreaterThan(0);
      expect(second.every((i) => i >= half)).toBe(true);
    });
    model.dispose();
  });

  it('grows elsewhere at random than by gradient, and from its own stream', async () => {
    const masks = async (growth: string): Promise<number[][]> => {
      const model = toyRigl({ updateInterval: 5, growth });
      await run(model, 6, (_step, _name, i) => i);
      const result = names.map((name) => maskOf(model, name));
      model.dispose();
      return result;
    };
    const random = await masks('random');
    expect(await masks('random')).toEqual(random);
    expect(await masks('gradient')).not.toEqual(random);
  });

  it('leaves no tensor behind over many updates', async () => {
    const before = tf.memory().numTensors;
    const model = toyRigl({ updateInterval: 2 });
    await run(model, 20, (step, _name, i) => step - i);
    model.dispose();
    expect(tf.memory().numTensors - before).toBe(0);
  });

  it('with budget total may keep as many weights as core and router of DS cost', () => {
    const context = (budget: string): MethodContext<never> =>
      toyContext(rigl, lstm, { units: 128, features: 28, time: 28, sparsity: 0.9, config: { budget } });
    expect(rigl.plan(context('core')).macs.core).toBeCloseTo(7987.2, 6);
    expect(rigl.plan(context('total')).macs.core).toBeCloseTo(7987.2 + 4992, 6);
  });
});
