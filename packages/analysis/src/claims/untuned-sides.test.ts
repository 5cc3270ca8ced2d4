import { claim as claimSchema, type Observation } from '@dsrnn/records';
import { describe, expect, it } from 'vitest';
import { madeContext, observation } from '../../test/made-observations.ts';
import { selectRecipes } from '../tuning/select-recipes.ts';
import { evaluateClaim } from './evaluate-claim.ts';

const base = {
  ...{ id: 'toy', statement: 'DS scores higher', kind: 'superior', margin: 0 },
  ...{ treatment: { label: 'ds', sparsity: 0.9 }, reference: { label: 'rigl', sparsity: 0.9 } },
};
const TASKS = ['a', 'b', 'c', 'd'];
const RATES = [0.005, 0.015, 0.045];

/** Runs of `method` on four tasks, of which `onEdge` are best at the highest rate tried, the others inside. */
function runsOf(method: string, score: number, onEdge: number, rates = RATES): Observation[] {
  return TASKS.flatMap((task, t) =>
    rates.flatMap((learningRate, r) =>
      [1, 2, 3].map((seed) => {
        const best = t < onEdge ? rates.length - 1 : 1;
        const validationScore = r === best ? 0.9 : 0.5;
        const recipe = `std@${String(learningRate)}`;
        const measures = { 'cost.total-mac-share': 1 - score, 'masks.a': score, 'masks.b': score - 0.1 };
        return observation({
          ...{ method, task, seed, recipe, learningRate, validationScore, measures },
          score: score + seed / 1000,
        });
      }),
    ),
  );
}

function verdictOf(runs: readonly Observation[], change: object = {}) {
  const recipes = [...new Set(runs.map(({ recipe }) => recipe))];
  const { observations, choices } = selectRecipes(runs, recipes);
  return evaluateClaim(
    claimSchema.parse({ ...base, ...change }),
    observations,
    madeContext(observations, { choices, floors: [] }),
  );
}

describe('a claim about sides of which the best learning rate may lie beyond those tried', () => {
  it('is decided with a quarter of the choices on an edge, and at most inconclusive with more', () => {
    expect(verdictOf([...runsOf('ds', 0.8, 1), ...runsOf('rigl', 0.7, 1)]).verdict).toBe('supported');
    const { verdict, reason, caps } = verdictOf([...runsOf('ds', 0.8, 1), ...runsOf('rigl', 0.7, 2)]);
    expect(verdict).toBe('inconclusive');
    expect(caps).toEqual(['2 of 4 choices of rigl at 90 % lie on an edge of the learning rates tried']);
    expect(reason).toContain('At most inconclusive: 2 of 4 choices of rigl at 90 %');
  });

  it('is no more refuted than supported', () => {
    expect(verdictOf([...runsOf('ds', 0.7, 0), ...runsOf('rigl', 0.8, 0)]).verdict).toBe('not supported');
    expect(verdictOf([...runsOf('ds', 0.7, 4), ...runsOf('rigl', 0.8, 0)]).verdict).toBe('inconclusive');
  });

  it('says that nothing was tuned where one rate was tried', () => {
    const runs = [...runsOf('ds', 0.8, 0, [0.005]), ...runsOf('rigl', 0.7, 0, [0.005])];
    expect(verdictOf(runs)).toMatchObject({
      verdict: 'inconclusive',
      caps: ['not tuned: one learning rate'],
    });
    const one = [...runsOf('ds', 0.8, 0), ...runsOf('rigl', 0.7, 0, [0.005])];
    expect(verdictOf(one).caps).toEqual(['rigl at 90 % is not tuned: one learning rate']);
  });

  it.each([
    [
      'a cost',
      {
        treatment: { ...base.treatment, measure: 'cost.total-mac-share' },
        reference: { ...base.reference, measure: 'cost.total-mac-share' },
        better: 'lower',
      },
    ],
    [
      'two measures of the same runs',
      {
        treatment: { ...base.treatment, measure: 'masks.a' },
        reference: { ...base.treatment, measure: 'masks.b' },
        better: 'higher',
      },
    ],
    ['a number', { reference: { value: 0.5 } }],
  ])('is decided all the same about %s', (_, change) => {
    const runs = [...runsOf('ds', 0.8, 0, [0.005]), ...runsOf('rigl', 0.7, 0, [0.005])];
    expect(verdictOf(runs, change)).toMatchObject({ verdict: 'supported', caps: [] });
  });

  it('is capped about measures of two methods, which depend on the rate as scores do', () => {
    const runs = [...runsOf('ds', 0.8, 0, [0.005]), ...runsOf('rigl', 0.7, 0, [0.005])];
    const measured = { better: 'higher', treatment: { ...base.treatment, measure: 'masks.a' } };
    const reference = { ...base.reference, measure: 'masks.a' };
    expect(verdictOf(runs, { ...measured, reference }).caps).toEqual(['not tuned: one learning rate']);
  });
});
