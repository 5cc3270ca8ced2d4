import { describe, expect, it } from 'vitest';
import { madeContext, observation } from '../../test/made-observations.ts';
import { MAC_DRIFT, withMacDrift } from '../summary/mac-drift.ts';
import { buildWorkTable } from './work-table.ts';

const macs = (total: number) => ({ dense: 1000, core: total, router: 0, total });
const delta = (seed: number, total: number, units: number) =>
  observation({ method: 'delta', seed, macs: macs(total), activity: { inputs: 0.2, units } });
const runs = withMacDrift(
  [delta(1, 150, 0.1), delta(2, 49, 0), observation({ method: 'dense', sparsity: 0, macs: macs(1000) })],
  ({ method }) => (method === 'delta' ? 100 : 1000),
);

describe('the table of work', () => {
  it('shows the drift from the plan, and runs whose state was never sent', () => {
    const { rows } = buildWorkTable(runs, madeContext(runs));
    expect(rows.map((row) => row.map(({ text }) => text))).toEqual([
      ['lstm', 'delta', '90 %', 'digits', '2', '4.9–15.0', '0.49–1.50', '20.0', '0.0–10.0', '1 of 2'],
    ]);
  });

  it('says where nobody measured', () => {
    const bare = [observation()];
    const [row] = buildWorkTable(bare, madeContext(bare)).rows;
    expect(row?.map(({ text }) => text).slice(6)).toEqual([
      'not measured',
      'not measured',
      'not measured',
      '0',
    ]);
  });
});

it('the drift of a run that diverged is not measured', () => {
  const lost = observation({ status: 'diverged', score: null });
  expect(withMacDrift([lost], () => 1)[0]?.measures).not.toHaveProperty([MAC_DRIFT]);
});
