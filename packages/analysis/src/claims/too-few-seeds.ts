/** Cap: two seeds at one place give no interval with the coverage that it names (docs/statistics.md). */
import type { Cap } from './caps.ts';
import { placeNames } from './claim-pair.ts';

/** Fewest pairs by which one place decides a claim. Two or more places of two seeds do. */
const LEAST_PAIRS = 3;

/** Holds for a claim that one place decides, by fewer pairs than three. */
export const tooFewSeeds: Cap = (pairs) =>
  pairs.length < LEAST_PAIRS && placeNames(pairs).length === 1
    ? `${String(pairs.length)} seeds are too few for an interval with the coverage that it names`
    : null;
