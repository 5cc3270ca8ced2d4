import { expect, it } from 'vitest';
import { observation } from '../../test/made-observations.ts';
import { withCosts } from './costs.ts';

it('total MACs are a measure, as a share of the dense core; times are none, they are not of a run', () => {
  const run = observation({ macs: { dense: 100, core: 10, router: 6, total: 16 }, measures: { failure: 0 } });
  expect(withCosts([run])[0]?.measures).toEqual({ failure: 0, 'cost.total-mac-share': 0.16 });
});
