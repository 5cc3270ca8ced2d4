import { describe, expect, it } from 'vitest';
import { experimentFile, toyExperiment, toyPresets } from '../../test/toy-registries.ts';
import { loadExperiment } from './load-experiment.ts';
import { rateGridIssues, recipeAt, recipesBetween, type RateGrid } from './rate-grid.ts';

const base = { label: 'standard', config: { steps: 10, learningRate: 0.005 } };
const grid: RateGrid = { base, start: [0.005, 0.015], factor: 3, most: 5 };

describe('the grid of learning rates', () => {
  it('is geometric on both sides of the start, in short decimals', () => {
    const rates = recipesBetween(grid, -3, 4).map(({ config }) => config['learningRate']);
    expect(rates).toEqual([0.000185, 0.000556, 0.00167, 0.005, 0.015, 0.045, 0.135, 0.405]);
    expect(recipeAt({ ...grid, start: [0.003] }, 2).config['learningRate']).toBe(0.027);
    expect(0.003 * 3 * 3).not.toBe(0.027); // what a product would put into a key
  });

  it('never leaves a rate with more than three digits, whatever start and factor', () => {
    for (const factor of [1.1, 2, Math.sqrt(10), 3, 4, 10]) {
      for (const start of [0.0015, 0.003, 0.007]) {
        for (const { config } of recipesBetween({ ...grid, start: [start], factor }, -6, 6)) {
          const rate = Number(config['learningRate']);
          expect(rate).toBe(Number(rate.toPrecision(3)));
        }
      }
    }
  });

  it('changes nothing of the recipe but the rate, and names it', () => {
    expect(recipeAt(grid, 2)).toEqual({
      label: 'standard@0.045',
      config: { steps: 10, learningRate: 0.045 },
    });
    expect(recipeAt(grid, 0)).toEqual({ label: 'standard@0.005', config: base.config });
  });

  it.each([
    [{ start: [0.005, 0.02] }, 'is 0.02, but at factor 3 the rate after 0.005 is 0.015'],
    [{ start: [0.01] }, 'lacks 0.005, the rate of the recipe standard'],
    [{ most: 1 }, 'is 1, but start lists 2 rates'],
    [{ base: { label: 'plain', config: {} } }, 'varies the learning rate, but the recipe plain has none'],
  ])('says what is wrong with %o', (change, message) => {
    expect([...rateGridIssues({ ...grid, ...change })].map((issue) => issue.message)).toEqual([message]);
  });
});

describe('tune: {learningRate: …}', () => {
  const load = (tune: string) =>
    loadExperiment(
      experimentFile(
        toyExperiment.replace(
          'train: { steps: 20 }',
          `train: { steps: 20, learningRate: 0.01 }\n    tune: ${tune}`,
        ),
      ),
      toyPresets(),
    );

  it('starts with the rate of train, at factor 3 and five rates at most, unless told otherwise', () => {
    const { rates, recipes } = load('{ learningRate: {} }').resolved['laptop']!;
    expect(rates).toMatchObject({ start: [0.01], factor: 3, most: 5 });
    expect(recipes.map(({ label }) => label)).toEqual(['own@0.01']);
  });

  it.each([
    ['{ learningRate: { facto: 2 } }', /tune\.learningRate\.facto: unknown key; did you mean "factor"/],
    ['{ learningRate: { factor: 1 } }', /tune\.learningRate\.factor: .*got 1/],
    ['{ learningRate: { start: [0.02] } }', /tune\.learningRate\.start: lacks 0\.01/],
    ['[{ steps: 0 }]', /tune\[0\]\.steps/],
    [
      '{ learningRate: {} }\n    blocks: [{ recipes: [own] }]',
      /laptop\.blocks\[0\]\.recipes: the profile tunes the learning rate/,
    ],
  ])('is refused with file, line and field where it is wrong: %s', (tune, message) => {
    expect(() => load(tune)).toThrow(message);
  });
});
