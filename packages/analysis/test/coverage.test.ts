import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { coverageOverPlaces, coverageOverSeeds, noiseNames } from './coverage.ts';
import {
  COVERAGE_FILE,
  coverageTables,
  LEAST,
  STATISTICS_PAGE,
  withTables,
  type Coverage,
} from './coverage-tables.ts';

const committed = JSON.parse(readFileSync(COVERAGE_FILE, 'utf8')) as Coverage;
const REPEATS = 1000;
/** Four standard deviations of a share near 0.95 of which one is simulated anew. */
const TOLERANCE = 4 * Math.sqrt((0.95 * 0.05) / REPEATS);

it.each(['1 × 3', '1 × 5', '4 × 3, every second 4 × as noisy', '13 × 3'])(
  'over %s seeds the interval holds the mean as often as its level says, whatever the noise',
  (design) => {
    for (const noise of noiseNames) {
      const share = coverageOverSeeds(design, noise, REPEATS);
      expect(share, noise).toBeGreaterThan(LEAST - TOLERANCE / 2);
      expect(Math.abs(share - committed.seeds[design]![noise]!), noise).toBeLessThan(TOLERANCE);
    }
  },
);

it.each(['4 × 3, each place its own', '4 × 6, by architecture and task'])(
  'over places, %s, likewise',
  (design) => {
    for (const noise of ['normal', 't3'] as const) {
      const share = coverageOverPlaces(design, noise, REPEATS);
      expect(share, noise).toBeGreaterThan(LEAST - TOLERANCE / 2);
      expect(Math.abs(share - committed.places[design]![noise]!), noise).toBeLessThan(TOLERANCE);
    }
  },
);

it('the page shows the committed numbers, below 93 % only where it says so', () => {
  const page = readFileSync(STATISTICS_PAGE, 'utf8');
  expect(withTables(page, coverageTables(committed))).toBe(page);
  const low = [...Object.entries(committed.seeds), ...Object.entries(committed.places)].flatMap(
    ([design, byNoise]) =>
      noiseNames.filter((noise) => byNoise[noise]! < LEAST).map((noise) => `${design}: ${noise}`),
  );
  // one place of two seeds decides no claim; the other is named on the page
  expect(low).toEqual(['1 × 2: exponential', '13 × 3, one 10 × as noisy: exponential']);
});
