import { expect, it } from 'vitest';
import { madeContext, observation } from '../../test/made-observations.ts';
import { measuredPlaces, measureEstimate } from './summarise-measures.ts';

it('ends the interval of a score of parts where scores do, and of another measure nowhere', () => {
  const runs = [0.01, 0.02, 0.3].map((value, i) =>
    observation({
      metric: 'mse',
      seed: i + 1,
      score: value,
      measures: { 'parts.mean': value, 'parts.bwt': value },
    }),
  );
  const context = madeContext(runs);
  const place = measuredPlaces(runs, context, 'parts', 'table multitask')[0]!;
  expect(measureEstimate(place, 'parts.mean', context)?.low).toBe(0);
  expect(measureEstimate(place, 'parts.bwt', context)?.low).toBeLessThan(0);
});
