import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { makeZip } from '../../test/make-zip.ts';
import { tinyHarArchive, tinyHarSignal } from '../../test/tiny-har.ts';
import { cachePath, writeCached } from '../cache.ts';
import { sha256 } from '../sha256.ts';
import { downloadOrigin } from './download-origin.ts';
import { innerArchive, parseUciHar, readUciHar, uciHarSource } from './uci-har.ts';

const SUBJECTS = { train: [1, 3], test: [2] };
const file = 'UCI HAR Dataset.zip';

describe('the archive of UCI HAR', () => {
  it('gives windows of 128 steps and nine signals, with labels from 0 and subjects', () => {
    const { train, test } = parseUciHar(file, tinyHarArchive(SUBJECTS));
    expect([train.count, test.count]).toEqual([12, 6]);
    expect([...train.labels]).toEqual([0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5]);
    expect([...train.subjects]).toEqual([1, 1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 3]);
    const at = (i: number, t: number, k: number): number => (i * 128 + t) * 9 + k;
    expect(train.signals).toHaveLength(12 * 128 * 9);
    expect(train.signals[at(5, 17, 4)]).toBe(Math.fround(tinyHarSignal(5, 17, 4)));
    expect(test.signals[at(2, 127, 8)]).toBe(Math.fround(tinyHarSignal(14, 127, 8)));
  });

  it('names the file that is missing, that has rows of its own count, or a wrong label', () => {
    const changed = (change: (files: Record<string, string>) => void) => () =>
      parseUciHar(file, tinyHarArchive(SUBJECTS, change));
    const signal = 'UCI HAR Dataset/train/Inertial Signals/body_gyro_y_train.txt';
    expect(changed((files) => Reflect.deleteProperty(files, signal))).toThrow(
      /no entry '.*body_gyro_y_train.txt'/,
    );
    expect(changed((files) => (files[signal] = files[signal]!.split('\n').slice(1).join('\n')))).toThrow(
      /body_gyro_y_train.txt: 11 rows, but the split has 12 labels/,
    );
    const labels = 'UCI HAR Dataset/test/y_test.txt';
    expect(changed((files) => (files[labels] = files[labels]!.replace('6', '7')))).toThrow(
      /y_test.txt: expected whole numbers from 1 to 6, found 7/,
    );
  });

  it('is downloaded inside another archive', async () => {
    const inner = tinyHarArchive(SUBJECTS);
    const outer = makeZip({ [file]: inner });
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end(outer);
    });
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the test server has no port');

    const pins = { [file]: { bytes: outer.length, sha256: sha256(outer) } };
    const origin = downloadOrigin([`http://127.0.0.1:${address.port}`], innerArchive, pins);
    const wanted = { name: file, bytes: inner.length, sha256: sha256(inner) };
    const access = { cacheDir: '/nonexistent' };
    const content = await origin.read(wanted, access, join(temporaryFolder(), 'part'));
    expect(sha256(content)).toBe(wanted.sha256);
    expect(asked).toEqual(['/human+activity+recognition+using+smartphones.zip']);
  });

  it('is refused if a byte of the cached file is another, and its absence names the command', async () => {
    const cacheDir = temporaryFolder();
    await expect(readUciHar({ cacheDir })).rejects.toThrow(/UCI HAR .* run `dsrnn data fetch uci-har`/);
    const path = cachePath({ cacheDir }, 'uci-har', file, uciHarSource.files[0]!.sha256);
    writeCached(path, tinyHarArchive(SUBJECTS));
    await expect(readUciHar({ cacheDir })).rejects.toThrow(/corrupt cached file: .* expected 2045e435/);
  });
});
