import { expect, it } from 'vitest';
import { madeContext, observation } from '../../test/made-observations.ts';
import { AnalysisError } from '../errors.ts';
import { buildInterferenceTable } from './interference-table.ts';

const probed = (seed: number, absCosine: number, conflict: number, violations = 0) =>
  observation({
    seed,
    measures: {
      'interference.pairs': 10,
      'interference.wh-abs-cosine': absCosine,
      'interference.wh-bound': 0.5,
      'interference.wh-overlap': 0.25,
      'interference.wh-kappa': 2,
      'interference.wh-conflict': conflict,
      'interference.wh-violations': violations,
      'interference.wh-step-violations': 99,
      'interference.head-abs-cosine': 1,
      'interference.head-violations': 0,
    },
  });

it('shows means over seeds, and sums of violations', () => {
  const runs = [probed(1, 0.125, 0.1), probed(2, 0.25, 0.2, 1), probed(3, 0.25, 0.2), probed(4, 0.9, 0.7)];
  const { rows } = buildInterferenceTable(runs, madeContext(runs));
  expect(rows.map((row) => row[4]?.text)).toEqual(['wh', 'head']);
  expect(rows[0]?.[5]?.raw[0]).toBeCloseTo(1.525 / 4, 12);
  expect(rows[0]?.[9]?.raw[0]).toBeCloseTo(0.3, 12);
  expect(rows[0]?.map(({ text }) => text).slice(10)).toEqual(['1 / 40', '4', '10.0', '14.0']);
  expect(rows[1]?.map(({ text }) => text).slice(5, 10)).toEqual(['1.000 [1.000, 1.000]', '–', '–', '–', '–']);
});

it('says which runs have nothing to show', () => {
  const runs = [
    probed(1, 0.5, 0.5),
    observation({ seed: 2 }),
    observation({ seed: 3, score: null, status: 'diverged' }),
  ];
  const { rows, notes } = buildInterferenceTable(runs, madeContext(runs));
  expect(rows[0]?.map(({ text }) => text).slice(5, 7)).toEqual(['0.500', '0.500']);
  expect(notes).toEqual([
    'Diverged runs, which have no gradients to measure: 1.',
    'Completed runs that were not probed: 1.',
  ]);
});

it('says which line the experiment lacks', () => {
  const runs = [observation()];
  expect(() => buildInterferenceTable(runs, madeContext(runs))).toThrow(AnalysisError);
  expect(() => buildInterferenceTable(runs, madeContext(runs))).toThrow(/probes: \[interference\]/);
});
