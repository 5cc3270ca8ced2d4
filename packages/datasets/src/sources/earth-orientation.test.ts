import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { installFiles } from '../../test/install-files.ts';
import { earthOrientationSource, parseEarthOrientation, readEarthOrientation } from './earth-orientation.ts';
import { sourceState } from './read-source.ts';

const FOLDER = 'usr/lib/python3/dist-packages/astropy/utils/iers/data';
const TABLE = 'eopc04_IAU2000.62-now';
const state = await sourceState(earthOrientationSource, { cacheDir: '/nonexistent' });

const row = (day: number, x: string, y: string, lod: string): string =>
  `1962   1   1  ${day}  ${x}   ${y}   0.0326338   ${lod}   0.000000   0.000000   0.030000   0.030000  0.0020000  0.0014000    0.004774    0.002000\n`;
const tiny = `  HEADING\n 2 (I4)\n\n${row(37665, '-0.012700', '0.213000', '0.0017230')}${row(37666, '-0.000001', '0.214100', '-.0000005')}`;

describe('the C04 table', () => {
  it('is read as integers of the last digit, below any heading', () => {
    expect([...parseEarthOrientation(tiny)]).toEqual([-12_700, 213_000, 17_230, -1, 214_100, -5]);
  });

  it.each([
    ['a missing day', tiny.replace('37666', '37667'), /line 5: expected day 37666 \(MJD\), found 37667/],
    ['a row cut short', tiny.slice(0, -20), /line 5: expected 16 numbers/],
    ['a word', tiny.replace('0.214100', 'missing '), /line 5: expected 16 numbers/],
  ])('is refused with %s', (_, text, message) => {
    expect(() => parseEarthOrientation(text)).toThrow(message);
  });
});

describe(`the Earth's orientation on this machine: ${state}`, () => {
  it.runIf(state === 'available from Debian')('has the first and the last day of the table', async () => {
    const days = await readEarthOrientation({ cacheDir: temporaryFolder() });
    expect([...days.subarray(0, 3)]).toEqual([-12_700, 213_000, 17_230]);
    expect([...days.subarray(-3)]).toEqual([149_881, 189_736, 128]);
    expect(days).toHaveLength(22_248 * 3);
  });

  it('is refused with another content, and named with the command if it is absent', async () => {
    const damaged = await installFiles(FOLDER, { [TABLE]: tiny });
    await expect(readEarthOrientation(damaged)).rejects.toThrow(
      /earth-orientation-i32 from here has SHA-256 .*apt-get install --no-install-recommends python3-astropy/,
    );
    const absent = await installFiles(FOLDER, {});
    await expect(readEarthOrientation(absent)).rejects.toThrow(
      /not on this machine; run `apt-get install --no-install-recommends python3-astropy`/,
    );
  });
});
