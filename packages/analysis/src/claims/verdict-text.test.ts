import { measure, quantity } from '@dsrnn/records';
import { expect, it } from 'vitest';
import { apartText, marginText, placesText } from './verdict-text.ts';

const share = measure('Failure', quantity('share', 'percent', 0, 1), 'lower', 'a share');
const cosine = measure('Cosine', quantity('cosine', 'two decimals', -1, 1), null, 'a cosine');
const failure = { ...share, better: 'lower' } as const;
const overlap = { ...cosine, better: 'lower' } as const;
const toBound = { treatment: { label: 'ds', sparsity: 0.9, measure: 'failure' }, reference: { value: 0 } };

it.each([
  [0, failure, 'failure of ds at 90 % equals 0 %'],
  [0.25, failure, 'failure of ds at 90 % is 25.0 points below 0 %'],
  [-0.25, failure, 'failure of ds at 90 % is 25.0 points above 0 %'],
  [-0.25, overlap, 'failure of ds at 90 % is 0.250 above 0'],
  [0.0002, 'accuracy', 'failure of ds at 90 % is 0.02 points above 0 %'],
  [-0.25, 'mse', 'failure of ds at 90 % is 0.250 (MSE) worse than 0'],
] as const)('says %d on the scale %s as "%s"', (difference, scale, text) => {
  expect(apartText(toBound, difference, scale)).toBe(text);
});

it('turns the ends of a measure of which less is better', () => {
  const places = {
    ...{ count: 4, verdict: 'supported' as const, interval: [-0.25, 0] as [number, number] },
    ...{ withoutOneArchitecture: [0, 0.125] as [number, number], withoutOneTask: null },
  };
  expect(placesText(places, overlap)).toBe('over 4 places [0, 0.250], without one architecture −0.125 to 0');
  expect(marginText(0, overlap)).toBe('the margin is 0');
  expect(marginText(0.05, failure)).toBe('the margin is 5.0 points');
});
