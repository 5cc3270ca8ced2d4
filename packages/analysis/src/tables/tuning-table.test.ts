import { expect, it } from 'vitest';
import { madeContext, observation } from '../../test/made-observations.ts';
import { AnalysisError } from '../errors.ts';
import { selectRecipes } from '../tuning/select-recipes.ts';
import { buildTuningTable } from './tuning-table.ts';

const run = (method: string, recipe: string, seed: number, validationScore: number | null) =>
  observation({
    method,
    recipe,
    seed,
    validationScore,
    score: validationScore === null ? null : 0.5,
    status: validationScore === null ? 'diverged' : 'completed',
  });
const tried = [
  ...[run('rigl', 'slow', 1, 0.5), run('rigl', 'slow', 2, 0.75)],
  ...[run('rigl', 'fast', 1, 0.875), run('rigl', 'fast', 2, null)],
  ...[run('ds', 'slow', 1, 0.5), run('ds', 'slow', 2, 0.5)],
  ...[run('ds', 'fast', 1, 0.75), run('ds', 'fast', 2, 0.75)],
];
const build = (runs: typeof tried) => {
  const { observations, choices } = selectRecipes(runs, ['slow', 'fast']);
  return buildTuningTable(observations, madeContext(observations, { choices }));
};

it('shows every recipe with its count, marks the chosen one, in the order of the context', () => {
  const { rows, columns, notes } = build(tried);
  expect(columns.map(({ label }) => label).slice(5)).toEqual(['slow', 'fast', 'Chosen']);
  expect(rows.map((row) => row.map(({ text }) => text))).toEqual([
    ['lstm', 'ds', '90 %', 'digits', 'accuracy, %', '50.0 (2)', '75.0* (2)', 'fast'],
    ['lstm', 'rigl', '90 %', 'digits', 'accuracy, %', '62.5* (2)', '87.5 (1; 1 div.)', 'slow'],
  ]);
  expect(rows[1]?.[6]?.raw).toEqual([0.875, 1, 1]);
  expect(notes).toEqual([]);
});

it('says where recipes lack runs', () => {
  const { rows, notes } = build(tried.filter(({ method, recipe }) => method === 'ds' || recipe === 'slow'));
  expect(rows[1]?.map(({ text }) => text).slice(5)).toEqual(['62.5* (2)', '–', 'slow']);
  expect(notes.join()).toContain('In 1 of 2 rows recipes have fewer runs than others');
});

it('needs choices', () => {
  expect(() => buildTuningTable(tried, madeContext(tried))).toThrow(AnalysisError);
});
