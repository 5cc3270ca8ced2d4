/** Simulates every design and writes docs/coverage.json and the tables of docs/statistics.md: `npm run coverage:update`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { coverageOverPlaces, coverageOverSeeds, noiseNames, placeDesigns, seedDesigns } from './coverage.ts';
import {
  COVERAGE_FILE,
  coverageTables,
  STATISTICS_PAGE,
  withTables,
  type Coverage,
} from './coverage-tables.ts';

const REPEATS = 4000;

const over = (
  designs: Readonly<Record<string, unknown>>,
  simulate: typeof coverageOverSeeds,
): Coverage['seeds'] =>
  Object.fromEntries(
    Object.keys(designs).map((design) => [
      design,
      Object.fromEntries(noiseNames.map((noise) => [noise, simulate(design, noise, REPEATS)])),
    ]),
  );

const coverage: Coverage = {
  repeats: REPEATS,
  seeds: over(seedDesigns, coverageOverSeeds),
  places: over(placeDesigns, coverageOverPlaces),
};
writeFileSync(COVERAGE_FILE, `${JSON.stringify(coverage, null, 2)}\n`);
writeFileSync(STATISTICS_PAGE, withTables(readFileSync(STATISTICS_PAGE, 'utf8'), coverageTables(coverage)));
