import { expect, it } from 'vitest';
import { apartText, marginText, placesText } from './verdict-text.ts';

const toBound = { treatment: { label: 'ds', sparsity: 0.9, measure: 'failure' }, reference: { value: 0 } };

it.each([
  [0, 'measure, lower is better', 'failure of ds at 90 % equals 0'],
  [0.25, 'measure, lower is better', 'failure of ds at 90 % is 0.250 below 0'],
  [-0.25, 'measure, lower is better', 'failure of ds at 90 % is 0.250 above 0'],
  [0.0002, 'accuracy', 'failure of ds at 90 % is 0.02 points above 0'],
  [-0.25, 'mse', 'failure of ds at 90 % is 0.250 (MSE) worse than 0'],
] as const)('says %d on the scale %s as "%s"', (difference, scale, text) => {
  expect(apartText(toBound, difference, scale)).toBe(text);
});

it('turns the ends of a measure of which less is better', () => {
  const places = {
    ...{ count: 4, verdict: 'supported' as const, interval: [-0.25, 0] as [number, number] },
    ...{ withoutOneArchitecture: [0, 0.125] as [number, number], withoutOneTask: null },
  };
  expect(placesText(places, 'measure, lower is better')).toBe(
    'over 4 places [0, 0.250], without one architecture −0.125 to 0',
  );
  expect(marginText(0, 'measure, lower is better')).toBe('the margin is 0');
});
