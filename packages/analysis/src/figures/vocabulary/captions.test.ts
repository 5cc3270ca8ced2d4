import { expect, it } from 'vitest';
import { madeContext, observation } from '../../../test/made-observations.ts';
import { counted, headline, measuredHeadline, partHeadline, sole } from './captions.ts';
import { summariseScores } from '../../summary/summarise-scores.ts';

const runs = [
  observation({ seed: 1 }),
  observation({ seed: 2 }),
  observation({ seed: 3, score: null, status: 'diverged' }),
];
const context = { ...madeContext(runs), experiment: 'name', profile: 'quick' };
const places = summariseScores(runs, context).map((place) => ({ place, runs: runs.slice(0, 2) }));

it('names experiment and profile, what panels share, and facts that are none of null', () => {
  expect(headline(context, ['lstm'], ['n = 2 seeds', null, 'a fact'])).toBe(
    'name, lstm, profile quick, n = 2 seeds, a fact',
  );
});

it('says how many runs diverged only where none of them is drawn', () => {
  const line = measuredHeadline(places, context);
  expect(line).toContain('n = 2 seeds, sparse methods at 90 %');
  expect(partHeadline(places, context)).toBe(`${line}, diverged runs, left out: 1`);
});

it('counts what there is, and says nothing of nothing', () => {
  expect([counted('lost', 2), counted('lost', 0)]).toEqual(['lost: 2', null]);
});

it('lifts a label to the headline if all have it', () => {
  expect([sole(['lstm', 'lstm']), sole(['lstm', 'gru']), sole([])]).toEqual([['lstm'], [], []]);
});
