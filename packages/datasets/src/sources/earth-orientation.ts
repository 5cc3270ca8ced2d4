/**
 * Orientation of the Earth, one row a day from 1962-01-01 to 2022-11-29: polar motion x and y, and the length of day.
 *
 * The Debian package python3-astropy has the table `eopc04_IAU2000.62-now`, IERS 14 C04: a heading, then rows of 16
 * fields, year, month, day, MJD, x ("), y ("), UT1-UTC (s), LOD (s), and others. UT1-UTC is left out because it jumps
 * at leap seconds; LOD is minus its rate without them. Files of Python are not run.
 *
 * Cached file: three little-endian Int32 a day, x and y in 1e-6 arcseconds and LOD in 1e-7 seconds, the resolution of
 * the table, so nothing is lost.
 */
import type { DataAccess } from '../data-access.ts';
import { DatasetError } from '../errors.ts';
import { convertedDebianOrigin } from './debian-origin.ts';
import { readOnlyFile } from './read-source.ts';
import type { Source } from './source.ts';

/** Days of the table, without a gap. */
export const EARTH_DAYS = 22_248;
/** Numbers a day: x, y, LOD. */
export const EARTH_CHANNELS = 3;
const FILE = 'earth-orientation-i32';
const TABLE = 'eopc04_IAU2000.62-now';
const PACKAGE = 'python3-astropy';

/** Registry entry of the Earth's orientation. */
export const earthOrientationSource: Source = {
  id: 'earth-orientation',
  title: 'Orientation of the Earth, IERS 14 C04 (Debian package python3-astropy)',
  licence: 'package: BSD-3-Clause, Astropy Developers; table: IERS, free to use with citation',
  citation:
    'C. Bizouard, S. Lambert, C. Gattano, O. Becker, J.-Y. Richard (2019). The IERS EOP 14C04 solution for Earth orientation parameters consistent with ITRF 2014. Journal of Geodesy 93, 621-633.',
  examples: EARTH_DAYS,
  time: 1,
  features: EARTH_CHANNELS,
  classes: 0,
  splitRule: 'no official split; chronological, 70 % training, 10 % validation, 20 % test, with gaps',
  files: [
    {
      name: FILE,
      bytes: EARTH_DAYS * EARTH_CHANNELS * 4,
      sha256: '257f891449112432da45117c27a437ce553911ca1a3c7318474d55156b45d04e',
    },
  ],
  origins: [
    convertedDebianOrigin(
      PACKAGE,
      'usr/lib/python3/dist-packages/astropy/utils/iers/data',
      [TABLE],
      ([table]) => earthBytes(parseEarthOrientation(String(table))),
    ),
  ],
  howToGet: `run \`apt-get install --no-install-recommends ${PACKAGE}\``,
};

/**
 * All days `[22248, 3]` in the units of the table: x and y in 1e-6 arcseconds, LOD in 1e-7 seconds.
 * Throws DatasetError if they cannot be had.
 */
export async function readEarthOrientation(access: DataAccess): Promise<Int32Array> {
  const bytes = await readOnlyFile(earthOrientationSource, access);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Int32Array.from({ length: EARTH_DAYS * EARTH_CHANNELS }, (_, i) => view.getInt32(4 * i, true));
}

/**
 * Rows of a C04 table as `[days, 3]` integers: x and y in 1e-6 arcseconds, LOD in 1e-7 seconds. Lines that do not
 * begin with a year are heading. Throws DatasetError for a row of another form or days that do not follow each other.
 */
export function parseEarthOrientation(text: string): Int32Array {
  const values: number[] = [];
  let lastDay: number | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    if (!/^\d{4} /.test(line)) continue;
    const numbers = line.trim().split(/\s+/).map(Number);
    const [, , , day, x, y, , lod] = numbers;
    if (numbers.length !== 16 || day === undefined || numbers.some((value) => !Number.isFinite(value))) {
      throw new DatasetError(TABLE, `line ${index + 1}: expected 16 numbers, found "${line}"`);
    }
    if (lastDay !== undefined && day !== lastDay + 1) {
      throw new DatasetError(TABLE, `line ${index + 1}: expected day ${lastDay + 1} (MJD), found ${day}`);
    }
    lastDay = day;
    values.push(Math.round(x! * 1e6), Math.round(y! * 1e6), Math.round(lod! * 1e7));
  }
  return Int32Array.from(values);
}

function earthBytes(values: Int32Array): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => view.setInt32(4 * i, value, true));
  return bytes;
}
