/** Grids that are tuned with the first seeds of a place: the others follow at the best rate. */
import { describe, expect, it } from 'vitest';
import { MadeOutcomes, type Score } from '../../../test/made-outcomes.ts';
import { experimentFile, toyExperiment, toyPresets } from '../../../test/toy-registries.ts';
import { requireClaimRuns } from '../claim-runs.ts';
import { distinctRuns, expandGrid, type GridRun } from '../expand-grid.ts';
import { loadExperiment, type LoadedExperiment } from '../../declare/load-experiment.ts';
import { finalSize, growGrid, widestGrid } from './grow-grid.ts';
import { missingRuns } from './missing-runs.ts';

/** lstm-4 on digits-rows: dense at 0, ds and rigl at 0.9, three seeds, tuned with the first `seeds`. */
function tuned(seeds: number, text = toyExperiment): LoadedExperiment {
  const train = `train: { label: std, steps: 20, learningRate: 0.005 }\n    tune: { learningRate: { start: [0.005, 0.015] }, seeds: ${String(seeds)} }`;
  return loadExperiment(experimentFile(text.replace('train: { steps: 20 }', train)), toyPresets());
}

const experiment = tuned(1);
const withBlocks = (blocks: string): string =>
  toyExperiment.replace('    seeds: [1, 2, 3]\n', `    blocks: ${blocks}\n`);

/** Best inside at 0.015 by seed 1; the other seeds would say something else. */
const inside: Score = (_, rate, seed) => (seed > 1 ? 10 * rate : rate === 0.015 ? 0.7 : 0.5);

const named = (runs: readonly GridRun[], method = 'ds'): string[] =>
  runs
    .filter(({ labels }) => labels.method === method)
    .map(({ spec }) => `${String(spec.train['learningRate'])} #${String(spec.seed)}`);
const keysOf = (runs: readonly GridRun[]): string[] => runs.map(({ key }) => key);

describe('a grid that is tuned with one seed', () => {
  it('begins with that seed, grows by its scores, and has the others at the best rate once tuning is over', () => {
    const made = new MadeOutcomes(experiment, inside);
    expect(named(made.grow())).toEqual(['0.005 #1', '0.015 #1']);
    expect(keysOf(made.grow())).toEqual(keysOf(expandGrid(experiment, 'laptop')));
    made.compute(made.grow());
    expect(named(made.grow())).toEqual(['0.005 #1', '0.015 #1', '0.045 #1']);
    made.compute(made.grow());
    const over = made.grow();
    expect(named(over)).toEqual(['0.005 #1', '0.015 #1', '0.015 #2', '0.015 #3', '0.045 #1']);
    expect(over.filter(({ tunes }) => !tunes).map(({ spec }) => spec.seed)).toEqual([2, 3, 2, 3, 2, 3]);
    // The other seeds have no say, whatever they come to.
    expect(keysOf(made.sweep())).toEqual(keysOf(over));
  });

  it('tunes each place by itself: one may be over while another waits', () => {
    const made = new MadeOutcomes(experiment, (method, ...run) =>
      method === 'rigl' && run[0] === 0.045 ? undefined : inside(method, ...run),
    );
    const runs = made.sweep();
    expect(named(runs)).toContain('0.015 #3');
    expect(named(runs, 'rigl')).toEqual(['0.005 #1', '0.015 #1', '0.045 #1']);
  });

  it('ends at the cap of rates, and with one seed that diverges at all', () => {
    const climbing = new MadeOutcomes(experiment, (_, rate, seed) => (seed === 1 ? rate : null));
    const rates = [0.005, 0.015, 0.045, 0.135].map((rate) => `${String(rate)} #1`);
    expect(named(climbing.sweep())).toEqual([...rates, '0.405 #1', '0.405 #2', '0.405 #3']);
    // On a tie the lowest rate is best.
    const lost = new MadeOutcomes(experiment, () => null);
    expect(named(lost.sweep()).slice(0, 3)).toEqual(['0.000185 #1', '0.000185 #2', '0.000185 #3']);
  });

  it('has the same runs in the end, wherever a sweep is interrupted', () => {
    const whole = keysOf(new MadeOutcomes(experiment, inside).sweep());
    for (let stop = 1; stop < whole.length; stop++) {
      const made = new MadeOutcomes(experiment, inside);
      for (let left = stop; left > 0;) {
        const missing = made.grow().filter(({ key }) => made.outcomeOf(key) === undefined);
        // Backwards, so that later places are ahead of earlier ones.
        left -= made.compute(missing.reverse().slice(0, left));
      }
      expect(keysOf(made.sweep())).toEqual(whole);
    }
  });

  it('takes results of other seeds at other rates for nothing', () => {
    const made = new MadeOutcomes(experiment, inside);
    made.compute(widestGrid(experiment, 'laptop').filter(({ spec }) => spec.seed !== 1));
    expect(named(made.grow())).toEqual(['0.005 #1', '0.015 #1']);
    expect(keysOf(made.sweep())).toEqual(keysOf(new MadeOutcomes(experiment, inside).sweep()));
  });

  it('filters by seed after tuning, whose own seeds are the same whatever the filter', () => {
    const made = new MadeOutcomes(experiment, inside);
    expect(() => made.grow({ seed: [2] })).toThrow(
      'seeds that do not tune are run at the best learning rate, once those that do have results',
    );
    expect(() => made.grow({ seed: [4] })).toThrow('no run of profile laptop has seed=4');
    const first = made.sweep({ seed: [1] });
    expect(named(first)).toEqual(['0.005 #1', '0.015 #1', '0.045 #1']);
    expect(keysOf(made.grow({}, 1))).toEqual(keysOf(first));
    expect(named(made.grow({ seed: [3] }))).toEqual(['0.015 #3']);
    expect(named(made.grow({ recipe: ['std@0.015'] }))).toEqual(['0.015 #1', '0.015 #2', '0.015 #3']);
    expect(named(made.grow({ recipe: ['std@0.045'] }))).toEqual(['0.045 #1']);
  });

  it('finds each of its runs by recipe and seed in an empty store, as a command elsewhere does', () => {
    for (const { key, labels, spec } of new MadeOutcomes(experiment, inside).sweep()) {
      const only = { method: [labels.method], recipe: [labels.recipe], seed: [spec.seed] };
      expect(keysOf(growGrid(experiment, 'laptop', () => undefined, only))).toEqual([key]);
    }
  });

  it('takes the first seeds of a place over all its blocks', () => {
    const blocks = tuned(2, withBlocks('[{ seeds: [1, 2, 3] }, { methods: [ds], seeds: [4] }]'));
    const made = new MadeOutcomes(blocks, (_, rate, seed) => (seed > 2 || rate !== 0.015 ? 0.5 : 0.7));
    const at = (rate: number, seeds: readonly number[]) =>
      seeds.map((seed) => `${String(rate)} #${String(seed)}`);
    expect(named(made.sweep())).toEqual([
      ...at(0.005, [1, 2]),
      ...at(0.015, [1, 2, 3, 4]),
      ...at(0.045, [1, 2]),
    ]);
    expect(named(made.sweep(), 'dense')).toEqual([
      ...at(0.005, [1, 2]),
      ...at(0.015, [1, 2, 3]),
      ...at(0.045, [1, 2]),
    ]);
  });

  it('bounds its size', () => {
    const made = new MadeOutcomes(experiment, inside);
    const size = () => finalSize(experiment, 'laptop', distinctRuns(made.grow()), made.outcomeOf);
    // Three places: three to five rates with the first seed, and two more seeds.
    expect(size()).toEqual({ least: 3 * 5, most: 3 * 7 });
    made.compute(made.grow());
    expect(size()).toEqual({ least: 3 * 5, most: 3 * 7 });
    made.compute(made.grow());
    expect(made.grow()).toHaveLength(15);
    expect(size()).toEqual({ least: 15, most: 15 });
    made.sweep();
    expect(size()).toEqual({ least: 15, most: 15 });
  });

  it('lacks every run that is missing: no place has a number before all its seeds have the best rate', () => {
    const made = new MadeOutcomes(experiment, inside);
    const missing = () => missingRuns(made.grow(), (key) => made.outcomes.has(key), true);
    made.compute(made.grow());
    expect(missing()).toMatchObject({ needed: { length: 3 }, tuning: [] });
    made.compute(made.grow());
    expect(missing()).toMatchObject({ needed: { length: 6 }, tuning: [] });
    made.sweep();
    expect(missing()).toEqual({ needed: [], tuning: [] });
  });

  it('counts all its seeds as pairs of a claim', () => {
    const claims = (minimumPairs: number) =>
      `claims:\n  - { id: a, statement: b, kind: superior, margin: 0, minimumPairs: ${String(minimumPairs)}, treatment: { label: ds, sparsity: 0.9 }, reference: { label: dense, sparsity: 0 } }\n`;
    const check = (pairs: number) => {
      const claimed = tuned(1, toyExperiment.replace(/claims:[^]*/, '') + claims(pairs));
      requireClaimRuns(claimed, [expandGrid(claimed, 'laptop')]);
    };
    expect(() => check(3)).not.toThrow();
    expect(() => check(4)).toThrow('no profile has more than 3');
  });

  it('is refused where no seed is left to follow', () => {
    expect(() => tuned(3)).toThrow(/laptop\.tune\.seeds: is 3, but the profile has 3 seeds: take fewer/);
    expect(() => tuned(0)).toThrow(/laptop\.tune\.seeds/);
  });
});
