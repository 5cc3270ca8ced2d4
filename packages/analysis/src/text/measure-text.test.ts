import { measure, quantity, type Measure } from '@dsrnn/records';
import { expect, it } from 'vitest';
import { directionText, jointTitle, lowerFirst, meaningText } from './measure-text.ts';

const share = quantity('share', 'percent', 0, 1);
const titled = (title: string, better: Measure['better'] = null): Measure =>
  measure(title, share, better, 'a share');

it.each([
  [['Churn'], 'Churn'],
  [['Dead', 'Always-on'], 'Dead / always-on'],
  [['Nearest mean', 'kNN'], 'Nearest mean / kNN'],
  [['CV²', 'Effective'], 'CV² / effective'],
  [['J within', 'J between', 'J chance'], 'J: within / between / chance'],
  [['J within', 'Cosine within'], 'J within / cosine within'],
])('heads a column of %o with %s', (titles, heading) => {
  expect(jointTitle(titles.map((title) => titled(title)))).toBe(heading);
});

it('leaves what is no word as it is', () => {
  expect(['Chance', 'AUC', 'κ'].map(lowerFirst)).toEqual(['chance', 'AUC', 'κ']);
});

it('lets an equation stand for itself', () => {
  expect(meaningText(titled('Drift'))).toBe('Drift: a share');
  expect(meaningText({ title: 'ACC', meaning: 'ACC = 1/T sum' })).toBe('ACC = 1/T sum');
});

it('says which way measures are better, and that errors go the other way', () => {
  expect(directionText([[titled('Churn')]])).toBe('');
  expect(
    directionText([
      [titled('Dead', 'lower')],
      [titled('Churn')],
      [titled('Linear', 'higher'), titled('Linear', 'higher')],
      [titled('Mean', 'higher'), titled('Mean', 'lower')],
      [titled('CV²', 'lower')],
    ]),
  ).toBe('Lower is better: Dead; CV². Higher is better: Linear. Higher is better, of MSE lower: Mean.');
});
