import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { tinyCifarArchive, tinyCifarPixel } from '../../test/tiny-cifar.ts';
import { cachePath, writeCached } from '../cache.ts';
import { cifarSource, readCifar, unpackCifar } from './cifar.ts';

describe('the archive of CIFAR-10', () => {
  it('gives the planes of five training batches in order, and of the test batch', async () => {
    const { train, test } = await unpackCifar('x.tar.gz', tinyCifarArchive(2));
    expect([train.count, test.count]).toEqual([100, 20]);
    expect([...test.labels]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    train.planes.forEach((plane, c) => {
      expect(plane).toHaveLength(100 * 1024);
      // Image 47 is of batch 3 (20 images a batch) and class 7.
      expect(plane[47 * 1024 + 33]).toBe(tinyCifarPixel(3, 7, c, 33));
      expect(test.planes[c]![9 * 1024 + 1023]).toBe(tinyCifarPixel(0, 9, c, 1023));
    });
  });

  it('refuses a missing batch, half a record, a wrong label and what is no archive', async () => {
    const changed = async (change: (files: Record<string, Uint8Array>) => void) =>
      unpackCifar('x.tar.gz', tinyCifarArchive(1, change));
    const batch = 'cifar-10-batches-bin/data_batch_4.bin';
    await expect(changed((files) => Reflect.deleteProperty(files, batch))).rejects.toThrow(
      /x.tar.gz: no .*data_batch_4.bin/,
    );
    await expect(changed((files) => (files[batch] = files[batch]!.subarray(1)))).rejects.toThrow(
      /data_batch_4.bin: 30729 bytes, not whole records of 3073/,
    );
    await expect(changed((files) => (files[batch] = files[batch]!.with(0, 10)))).rejects.toThrow(
      /image 30 has label 10, not 0 to 9/,
    );
    await expect(unpackCifar('x.tar.gz', Buffer.from('no gzip'))).rejects.toThrow(
      /x.tar.gz: cannot be unpacked/,
    );
    await expect(unpackCifar('x.tar.gz', gzipSync('x'.repeat(600)))).rejects.toThrow(/not a tar archive/);
  });

  it('is refused if the cached file is another, and its absence names the command', async () => {
    const cacheDir = temporaryFolder();
    await expect(readCifar({ cacheDir })).rejects.toThrow(/CIFAR-10 .*run `dsrnn data fetch cifar`/);
    const { name, sha256 } = cifarSource.files[0]!;
    writeCached(cachePath({ cacheDir }, 'cifar', name, sha256), tinyCifarArchive(1));
    await expect(readCifar({ cacheDir })).rejects.toThrow(/corrupt cached file: .* expected c4a38c50/);
  });
});
