/**
 * Rides a day at 20 stations of the Chicago 'L', 2001-01-08 to 2016-08-14, from the R package modeldata.
 *
 * The package's data frame `Chicago` has 5,698 rows, one for each day from 2001-01-22 to 2016-08-28. Its station columns
 * are lagged: the row of a day has the rides of 14 days before, so the days of this source begin and end 14 days
 * earlier. The column `ridership` is Clark/Lake without the lag: whoever feeds it to a model tells it the answer of
 * Clark/Lake 14 days ahead. It is left out, as are weather and sports, which are not lagged. Rides are whole numbers
 * except for some of July and August 2011, means of two counts. A count of 0 is a closed station.
 *
 * Cached file: Uint16 in half rides, `[20 stations, 5698 days]`, all low bytes, then all high bytes, which packs better.
 * scripts/chicago.py makes it; data/ has it gzipped, and the licence.
 */
import type { DataAccess } from '../data-access.ts';
import { embeddedOrigin } from './embedded-origin.ts';
import { readOnlyFile } from './read-source.ts';
import type { Source } from './source.ts';

/** Stations in the order of the data, named as there. */
export const CHICAGO_STATIONS = [
  ...['Austin', 'Quincy_Wells', 'Belmont', 'Archer_35th', 'Oak_Park', 'Western', 'Clark_Lake', 'Clinton'],
  ...['Merchandise_Mart', 'Irving_Park', 'Washington_Wells', 'Harlem', 'Monroe', 'Polk', 'Ashland'],
  ...['Kedzie', 'Addison', 'Jefferson_Park', 'Montrose', 'California'],
] as const;
/** Days without a gap. Day 0 is Monday, 2001-01-08. */
export const CHICAGO_DAYS = 5698;
const VALUES = CHICAGO_STATIONS.length * CHICAGO_DAYS;
const FILE = 'chicago-u16-planes';

/** Registry entry of the rides. */
export const chicagoSource: Source = {
  id: 'chicago',
  title: "Rides a day on the Chicago 'L' (part of this repository, from the R package modeldata 1.1.0)",
  licence: 'MIT, Max Kuhn and RStudio; counts: Chicago Transit Authority, City of Chicago data portal',
  citation:
    'M. Kuhn (2023). modeldata: Data Sets Useful for Modeling Examples, version 1.1.0. M. Kuhn, K. Johnson (2019). Feature Engineering and Selection, section 4.1.',
  examples: CHICAGO_DAYS,
  time: 1,
  features: CHICAGO_STATIONS.length,
  classes: 0,
  splitRule: 'no official split; chronological, 70 % training, 10 % validation, 20 % test, with gaps',
  files: [
    {
      name: FILE,
      bytes: 2 * VALUES,
      sha256: '421c72940109e623e4f6eaee5d8e99fbfa1c1f69e9b0b7aab05c2130080b6393',
    },
  ],
  origins: [embeddedOrigin('chicago-l-ridership.u16.gz')],
  howToGet: 'run `git checkout -- packages/datasets/data` to restore it from the repository',
};

/** All counts in half rides, `[20 stations, 5698 days]`. Throws DatasetError if the file is damaged. */
export async function readChicago(access: DataAccess): Promise<Uint16Array> {
  const bytes = await readOnlyFile(chicagoSource, access);
  return Uint16Array.from({ length: VALUES }, (_, i) => bytes[i]! + 256 * bytes[VALUES + i]!);
}
