import { describe, expect, it } from 'vitest';
import { observation } from '../../test/made-observations.ts';
import { selectRecipes } from './select-recipes.ts';

const run = (
  recipe: string,
  seed: number,
  validationScore: number | null,
  metric: 'accuracy' | 'mse' = 'accuracy',
) =>
  observation({
    recipe,
    seed,
    metric,
    validationScore,
    score: validationScore === null ? null : 0.5,
    status: validationScore === null ? 'diverged' : 'completed',
  });

describe('selectRecipes', () => {
  it('chooses by the mean over seeds on validation data, whatever the test scores are', () => {
    const runs = [
      { ...run('slow', 1, 0.7), score: 0.99 },
      { ...run('slow', 2, 0.7), score: 0.99 },
      run('fast', 1, 0.6),
      run('fast', 2, 0.9),
    ];
    const { observations, choices } = selectRecipes(runs, ['slow', 'fast']);
    expect(observations.map(({ recipe, seed }) => [recipe, seed])).toEqual([
      ['fast', 1],
      ['fast', 2],
    ]);
    expect(choices).toMatchObject([
      {
        chosen: 'fast',
        tried: [
          { recipe: 'slow', validationScore: 0.7 },
          { recipe: 'fast', validationScore: 0.75 },
        ],
      },
    ]);
  });

  it('takes the lower error', () => {
    const runs = [run('slow', 1, 0.2, 'mse'), run('fast', 1, 0.1, 'mse')];
    expect(selectRecipes(runs, ['slow', 'fast']).choices[0]?.chosen).toBe('fast');
  });

  it('avoids a recipe that diverges, and prefers the first on a tie', () => {
    const runs = [run('fast', 1, 0.9), run('fast', 2, null), run('slow', 1, 0.5), run('slow', 2, 0.5)];
    expect(selectRecipes(runs, ['fast', 'slow']).choices[0]).toMatchObject({ chosen: 'slow' });
    expect(selectRecipes([run('a', 1, 0.5), run('b', 1, 0.5)], ['b', 'a']).choices[0]?.chosen).toBe('b');
  });

  it('does not choose a recipe of which runs lack', () => {
    const runs = [run('fast', 1, 0.9), run('slow', 1, 0.5), run('slow', 2, 0.5)];
    expect(selectRecipes(runs, ['fast', 'slow']).choices[0]?.chosen).toBe('slow');
  });

  it('chooses by the seeds that tune alone, and keeps all seeds of the chosen recipe', () => {
    const follower = (recipe: string, seed: number, score: number) => ({
      ...run(recipe, seed, score),
      tunes: false,
    });
    const runs = [run('a', 1, 0.7), run('b', 1, 0.6), follower('a', 2, 0.1), follower('a', 3, 0.1)];
    const { observations, choices } = selectRecipes(runs, ['a', 'b']);
    expect(observations.map(({ recipe, seed }) => [recipe, seed])).toEqual([
      ['a', 1],
      ['a', 2],
      ['a', 3],
    ]);
    expect(choices).toMatchObject([
      {
        chosen: 'a',
        followers: 2,
        tried: [
          { validationScore: 0.7, completed: 1 },
          { validationScore: 0.6, completed: 1 },
        ],
      },
    ]);
    // Neither what other seeds came to nor how many of them have a result.
    const more = [...runs, follower('b', 2, 0.9), follower('b', 3, 0.9), follower('b', 4, 0.9)];
    expect(selectRecipes(more, ['a', 'b']).choices[0]?.chosen).toBe('a');
    expect(selectRecipes([follower('a', 2, 0.1)], ['a', 'b'])).toEqual({ observations: [], choices: [] });
  });

  it('says on which edge of the rates a choice lies, if on one', () => {
    const at = (learningRate: number, ...scores: (number | null)[]) =>
      scores.map((score, i) => ({ ...run(`r@${String(learningRate)}`, i + 1, score), learningRate }));
    const edgeOf = (...runs: ReturnType<typeof at>) =>
      selectRecipes(runs, ['r@0.005', 'r@0.015', 'r@0.045']).choices[0]?.edge;
    expect(edgeOf(...at(0.005, 0.5, 0.5))).toBe('only');
    expect(edgeOf(...at(0.005, 0.5, 0.5), ...at(0.015, 0.6, 0.6))).toBe('highest');
    expect(edgeOf(...at(0.005, 0.7, 0.7), ...at(0.015, 0.6, 0.6))).toBe('lowest');
    expect(edgeOf(...at(0.005, 0.5, 0.5), ...at(0.015, 0.6, 0.6), ...at(0.045, 0.5, 0.5))).toBe(null);
    // Runs that diverge close a side; runs that lack do not.
    expect(edgeOf(...at(0.005, 0.5, 0.5), ...at(0.015, 0.6, 0.6), ...at(0.045, 0.9, null))).toBe(null);
    expect(edgeOf(...at(0.005, 0.5, 0.5), ...at(0.015, 0.6, 0.6), ...at(0.045, 0.5))).toBe('highest');
  });

  it('chooses for each place of the grid apart', () => {
    const runs = [
      run('a', 1, 0.9),
      run('b', 1, 0.5),
      { ...run('a', 1, 0.5), method: 'rigl' },
      { ...run('b', 1, 0.9), method: 'rigl' },
    ];
    const { observations } = selectRecipes(runs, ['a', 'b']);
    expect(observations.map(({ method, recipe }) => [method, recipe])).toEqual([
      ['ds', 'a'],
      ['rigl', 'b'],
    ]);
  });
});
