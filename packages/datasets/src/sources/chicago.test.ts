import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { sha256 } from '../sha256.ts';
import { CHICAGO_DAYS, CHICAGO_STATIONS, chicagoSource, readChicago } from './chicago.ts';
import { embeddedOrigin } from './embedded-origin.ts';
import { readSource, sourceState } from './read-source.ts';

const FILE = new URL('../../data/chicago-l-ridership.u16.gz', import.meta.url);
let counts: Promise<Uint16Array> | undefined;
async function station(name: (typeof CHICAGO_STATIONS)[number]): Promise<Uint16Array> {
  counts ??= readChicago({ cacheDir: temporaryFolder() });
  const start = CHICAGO_STATIONS.indexOf(name) * CHICAGO_DAYS;
  return (await counts).subarray(start, start + CHICAGO_DAYS);
}

describe("the rides on the Chicago 'L'", () => {
  it('are the pinned bytes, and come with their licence', async () => {
    const content = gunzipSync(await readFile(FILE));
    expect(content).toHaveLength(chicagoSource.files[0]!.bytes);
    expect(sha256(content)).toBe(chicagoSource.files[0]!.sha256);
    const licence = await readFile(new URL(FILE.href.replace('u16.gz', 'licence.txt')), 'utf8');
    expect(licence).toContain('Permission is hereby granted, free of charge');
  });

  it('are part of this package until they are cached', async () => {
    const access = { cacheDir: temporaryFolder() };
    expect(await sourceState(chicagoSource, access)).toBe('embedded');
    await readSource(chicagoSource, access);
    expect(await sourceState(chicagoSource, access)).toBe('cached');
  });

  it('have the counts of the package, in half rides', async () => {
    // Rows 1, 2, 6, 7 of the data frame, in thousands: 15.561, 15.720, 2.413, 1.374; the last 6.383.
    const [clark, austin, california] = await Promise.all(
      (['Clark_Lake', 'Austin', 'California'] as const).map(station),
    );
    expect([0, 1, 5, 6].map((day) => clark![day]! / 2000)).toEqual([15.561, 15.72, 2.413, 1.374]);
    expect(clark![CHICAGO_DAYS - 1]! / 2000).toBe(6.383);
    expect(Array.from(austin!.subarray(0, 3), (half) => half / 2000)).toEqual([1.463, 1.505, 1.519]);
    expect(california![CHICAGO_DAYS - 1]! / 2000).toBe(0.451);
  });

  it('are lowest on Sundays, the seventh day of the first week', async () => {
    const clark = await station('Clark_Lake');
    const sums = new Float64Array(7);
    clark.forEach((half, day) => (sums[day % 7]! += half));
    expect(sums.indexOf(Math.min(...sums))).toBe(6);
    // 25 December 2006, a Monday, is 2,177 days after 8 January 2001.
    expect(2177 % 7).toBe(0);
    expect(clark[2177]).toBeLessThan(clark[2177 - 7]! / 3);
  });

  it('are of no station those of another, at whatever delay up to four weeks', async () => {
    for (const [a, one] of CHICAGO_STATIONS.entries()) {
      for (const other of CHICAGO_STATIONS.slice(a + 1)) {
        const [x, y] = [await station(one), await station(other)];
        for (let delay = -28; delay <= 28; delay++) {
          let [same, days] = [0, 0];
          for (let day = Math.max(0, delay); day < Math.min(x.length, x.length + delay); day++) {
            days += 1;
            if (x[day] === y[day - delay]) same += 1;
          }
          if (same > 0.02 * days)
            expect.fail(`${one} is ${other} ${delay} days later on ${same} of ${days} days`);
        }
      }
    }
  });

  it('are named as damaged if the file is not there', async () => {
    const file = chicagoSource.files[0]!;
    await expect(embeddedOrigin('no.gz').read(file, { cacheDir: '/nonexistent' }, '')).rejects.toThrow(
      /no\.gz: missing or damaged; restore it/,
    );
  });
});
