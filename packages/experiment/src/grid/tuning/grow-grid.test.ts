import { describe, expect, it } from 'vitest';
import { MadeOutcomes, type Score } from '../../../test/made-outcomes.ts';
import { experimentFile, toyExperiment, toyPresets } from '../../../test/toy-registries.ts';
import { expandGrid, type GridRun } from '../expand-grid.ts';
import { loadExperiment, type LoadedExperiment } from '../../declare/load-experiment.ts';
import { parseRunFilter } from '../run-filter.ts';
import { finalSize, growGrid, widestGrid } from './grow-grid.ts';

/** lstm-4 on digits-rows: dense at 0, ds and rigl at 0.9, three seeds. */
function tuned(tune: string, text = toyExperiment): LoadedExperiment {
  const train = `train: { label: std, steps: 20, learningRate: 0.005 }\n    tune: { learningRate: ${tune} }`;
  return loadExperiment(experimentFile(text.replace('train: { steps: 20 }', train)), toyPresets());
}

const experiment = tuned('{ start: [0.005, 0.015] }');
const outcomes = (score: Score): MadeOutcomes => new MadeOutcomes(experiment, score);

/** Rates tried by method, in the order of the grid. */
function ratesOf(runs: readonly GridRun[]): Record<string, number[]> {
  const rates: Record<string, number[]> = {};
  for (const { labels, spec } of runs) {
    const own = (rates[labels.method] ??= []);
    const rate = Number(spec.train['learningRate']);
    if (!own.includes(rate)) own.push(rate);
  }
  return rates;
}

const inside = (rate: number): number => (rate === 0.005 ? 0.6 : rate === 0.015 ? 0.7 : 0.5);
const climbing = (rate: number): number => Math.min(0.99, rate);
const falling = (rate: number): number => 1 - climbing(rate);

describe('growGrid', () => {
  it('extends the method that climbs at the edge, and not the others', () => {
    const store = outcomes((method, rate) => (method === 'dense' ? climbing(rate) : inside(rate)));
    expect(ratesOf(store.grow())).toEqual({
      dense: [0.005, 0.015],
      ds: [0.005, 0.015],
      rigl: [0.005, 0.015],
    });
    store.compute(store.grow());
    // All are best at the highest rate so far; one more rate shows which of them climbs on.
    expect(ratesOf(store.grow()).ds).toEqual([0.005, 0.015, 0.045]);
    expect(ratesOf(store.sweep())).toEqual({
      dense: [0.005, 0.015, 0.045, 0.135, 0.405],
      ds: [0.005, 0.015, 0.045],
      rigl: [0.005, 0.015, 0.045],
    });
  });

  it('stops every method at the same number of rates, whichever way it climbs', () => {
    const store = outcomes((method, rate) => (method === 'ds' ? falling(rate) : climbing(rate)));
    const rates = ratesOf(store.sweep());
    expect(rates['ds']).toEqual([0.000185, 0.000556, 0.00167, 0.005, 0.015]);
    expect(new Set(Object.values(rates).map(({ length }) => length))).toEqual(new Set([5]));
  });

  it('has both edges to leave with one rate, within the cap', () => {
    const single = (most: number) => {
      const one = tuned(`{ most: ${String(most)} }`);
      const store = outcomes((_, rate) => (rate === 0.005 ? 0.9 : 0.5));
      store.compute(expandGrid(one, 'laptop'));
      return ratesOf(growGrid(one, 'laptop', store.outcomeOf))['ds'];
    };
    expect(single(5)).toEqual([0.00167, 0.005, 0.015]);
    expect(single(2)).toEqual([0.005, 0.015]);
  });

  it('is closed by a rate at which runs diverge, however good the others are', () => {
    const store = outcomes((_, rate, seed) => (rate > 0.02 && seed === 2 ? null : climbing(rate)));
    expect(ratesOf(store.sweep())['ds']).toEqual([0.005, 0.015, 0.045]);
  });

  it('takes the lower rate on a tie, and so goes down', () => {
    const store = outcomes(() => 0.5);
    expect(ratesOf(store.sweep())['rigl']).toEqual([0.000185, 0.000556, 0.00167, 0.005, 0.015]);
  });

  it('waits for all seeds of a place, and goes on where another sweep stopped', () => {
    const store = outcomes((_, rate) => climbing(rate));
    const start = store.grow();
    store.compute(start.slice(0, -1));
    const grown = store.grow();
    expect(ratesOf(grown)['dense']).toEqual([0.005, 0.015, 0.045]);
    expect(ratesOf(grown)['rigl']).toEqual([0.005, 0.015]);
    const whole = outcomes((_, rate) => climbing(rate));
    expect(store.sweep().map(({ key }) => key)).toEqual(whole.sweep().map(({ key }) => key));
  });

  it('keeps the runs of the start first among equals: their keys do not change', () => {
    const store = outcomes((_, rate) => climbing(rate));
    const grown = new Set(store.sweep().map(({ key }) => key));
    for (const { key } of expandGrid(experiment, 'laptop')) expect(grown.has(key)).toBe(true);
  });

  it('tunes a place over all its seeds, those of all its blocks', () => {
    const more = tuned(
      '{ start: [0.005, 0.015] }',
      toyExperiment.replace(
        '    seeds: [1, 2, 3]\n',
        '    blocks: [{ seeds: [1, 2, 3] }, { methods: [ds], seeds: [4] }]\n',
      ),
    );
    // Above 0.015 seeds 1 to 3 lose 0.2 each, and seed 4 gains more than that.
    const store = outcomes((_, rate, seed) => (seed === 4 ? 100 * rate : inside(rate)));
    const grow = () => growGrid(more, 'laptop', store.outcomeOf, { method: ['ds'] });
    while (store.compute(grow()) > 0);
    const runs = grow().map(({ spec }) => `${String(spec.train['learningRate'])} #${String(spec.seed)}`);
    expect(runs.filter((run) => run.endsWith('#4'))).toEqual(
      [0.005, 0.015, 0.045, 0.135, 0.405].map((rate) => `${String(rate)} #4`),
    );
    expect(runs.filter((run) => run.endsWith('#1'))).toHaveLength(5);
  });

  it('filters by recipe after tuning, and by everything else before', () => {
    const store = outcomes((_, rate) => inside(rate));
    store.sweep();
    const runs = store.grow(parseRunFilter('recipe=std@0.045,method=ds'));
    expect(runs.map(({ labels, spec }) => [labels.method, labels.recipe, spec.seed])).toEqual([
      ['ds', 'std@0.045', 1],
      ['ds', 'std@0.045', 2],
      ['ds', 'std@0.045', 3],
    ]);
    expect(() => store.grow({ recipe: ['std@0.135'] })).toThrow(
      'no run of profile laptop has recipe=std@0.135',
    );
    // One seed is tuned by itself, as a look around.
    expect(outcomes(() => undefined).grow({}, 1)).toHaveLength(6);
  });

  it('finds a run by recipe and seed, whatever its seed alone would have asked for', () => {
    const store = outcomes((_, rate, seed) => (seed === 1 ? inside(rate) / 100 : climbing(rate)));
    const grown = store.sweep().filter(({ spec }) => spec.seed === 1);
    expect(grown.length).toBeGreaterThan(store.grow({ seed: [1] }).length);
    for (const { key, labels, spec } of grown) {
      const { method, recipe } = labels;
      const found = store.grow({ method: [method], recipe: [recipe], seed: [1], sparsity: [spec.sparsity] });
      expect(found.map((run) => run.key)).toEqual([key]);
    }
  });

  it('is the declared grid where recipes are listed', () => {
    const listed = loadExperiment(experimentFile(), toyPresets());
    const none = () => undefined;
    expect(growGrid(listed, 'laptop', none)).toEqual(expandGrid(listed, 'laptop'));
    expect(widestGrid(listed, 'laptop')).toEqual(expandGrid(listed, 'laptop'));
    expect(finalSize(listed, 'laptop', expandGrid(listed, 'laptop'), none)).toEqual({ least: 9, most: 9 });
  });
});

describe('finalSize', () => {
  it('bounds what tuning adds: three rates at least, the cap at most, nothing once it is over', () => {
    const size = (store: MadeOutcomes) => finalSize(experiment, 'laptop', store.grow(), store.outcomeOf);
    const store = outcomes((method, rate) => (method === 'ds' ? inside(rate) : climbing(rate)));
    expect(size(store)).toEqual({ least: 27, most: 45 });
    store.compute(store.grow());
    expect(size(store)).toEqual({ least: 27, most: 45 });
    store.compute(store.grow());
    // ds is done with three rates, the others go on to a fourth.
    expect(size(store)).toEqual({ least: 9 + 2 * 12, most: 9 + 2 * 15 });
    const end = store.sweep().length;
    expect(size(store)).toEqual({ least: end, most: end });
  });
});

describe('widestGrid', () => {
  it('holds whatever tuning can come to ask for', () => {
    const widest = new Set(widestGrid(experiment, 'laptop').map(({ key }) => key));
    for (const trend of [climbing, falling, inside]) {
      for (const { key } of outcomes((_, rate) => trend(rate)).sweep()) expect(widest.has(key)).toBe(true);
    }
  });
});
