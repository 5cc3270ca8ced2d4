import { expect, it } from 'vitest';
import { madeContext, observation } from '../../test/made-observations.ts';
import { AnalysisError } from '../errors.ts';
import { selectRecipes } from '../tuning/select-recipes.ts';
import { buildTuningTable } from './tuning-table.ts';

const run = (method: string, recipe: string, seed: number, validationScore: number | null) =>
  observation({
    method,
    recipe,
    learningRate: { slow: 0.005, fast: 0.015, faster: 0.045 }[recipe] ?? NaN,
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
const costs = [
  { method: 'ds', runs: 4, macs: 1.2345e12 },
  { method: 'rigl', runs: 6, macs: 2e12 },
];
const build = (runs: typeof tried, tuningCosts: typeof costs = []) => {
  const { observations, choices } = selectRecipes(runs, ['slow', 'fast', 'faster']);
  return buildTuningTable(observations, madeContext(observations, { choices, tuningCosts }));
};

it('shows every recipe with its count, marks the chosen one, in the order of the context', () => {
  const { rows, columns, notes } = build(tried);
  expect(columns.map(({ label }) => label).slice(5)).toEqual([
    ...['slow', 'fast', 'Chosen', 'On an edge', 'Gain in the last fifth'],
  ]);
  expect(rows.map((row) => row.map(({ text }) => text))).toEqual([
    ['lstm', 'ds', '90 %', 'digits', 'accuracy, %', '50.0 (2)', '75.0* (2)', 'fast', 'highest', '–'],
    ['lstm', 'rigl', '90 %', 'digits', 'accuracy, %', '62.5* (2)', '87.5 (1; 1 div.)', 'slow', 'lowest', '–'],
  ]);
  expect(rows[1]?.[6]?.raw).toEqual([0.875, 1, 1]);
  expect(notes).toEqual(['2 of 2 choices lie on an edge of the learning rates tried.']);
});

it('says where recipes lack runs', () => {
  const half = build(tried.filter(({ recipe, seed }) => recipe === 'slow' || seed === 1));
  expect(half.rows[0]?.map(({ text }) => text).slice(5)).toEqual([
    '50.0* (2)',
    '75.0 (1)',
    'slow',
    'only one',
    '–',
  ]);
  expect(half.notes.join()).toContain('In 2 of 2 rows recipes have fewer runs than others');
});

it('shows the rates of every place from the lowest on, those that a place did not ask for as absent', () => {
  const more = [...tried, run('ds', 'faster', 1, 0.5), run('ds', 'faster', 2, 0.5)];
  const { columns, rows, notes } = build(more.reverse(), costs);
  expect(columns.map(({ label }) => label).slice(5, 8)).toEqual(['slow', 'fast', 'faster']);
  expect(rows.map((row) => row.slice(7).map(({ text }) => text))).toEqual([
    ['50.0 (2)', 'fast', '–', '–'],
    ['–', 'slow', 'lowest', '–'],
  ]);
  expect(notes).toEqual([
    '1 of 2 choices lie on an edge of the learning rates tried.',
    'Cost of tuning: runs, and 10¹² MACs of training and evaluation with backward passes and router: ds 4, 1.23; rigl 6, 2.00.',
  ]);
});

it('says with how many seeds a place was tuned where others follow', () => {
  const follower = { ...run('ds', 'fast', 3, 0.25), tunes: false };
  const { rows, notes } = build([...tried, follower]);
  expect(rows[0]?.[6]?.text).toBe('75.0* (2)');
  expect(notes[1]).toBe(
    'Tuned with the first 2 seeds of a place, in 1 of 2 rows: their scores are the ones above. The other seeds were run with the chosen recipe alone, and had no part in the choice.',
  );
});

it('says how flat the curves of the chosen recipe are, with what diverged', () => {
  const flat = (one: (typeof tried)[number], gain: number) => ({
    ...one,
    measures: { 'curve.late-gain': gain },
  });
  const gainIn = (...runs: typeof tried) => build(runs).rows[0]?.at(-1);
  const [first, second] = [flat(run('ds', 'slow', 1, 0.5), 0.25), flat(run('ds', 'slow', 2, 0.5), -0.125)];
  expect(gainIn(first, second)).toEqual({ text: '6.3', raw: [0.0625, 0] });
  expect(gainIn(first, run('ds', 'slow', 2, null))).toEqual({ text: '25.0 (1 div.)', raw: [0.25, 1] });
  expect(gainIn(run('ds', 'slow', 1, null))).toEqual({ text: 'div.', raw: [null, 1] });
  expect(gainIn({ ...first, metric: 'mse' })?.text).toBe('25.0 %');
});

it('needs choices', () => {
  expect(() => buildTuningTable(tried, madeContext(tried))).toThrow(AnalysisError);
});
