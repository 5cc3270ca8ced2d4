import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { DatasetError } from '../errors.ts';
import { sha256 } from '../sha256.ts';
import { downloadOrigin, gzipFile, plainFile } from './download-origin.ts';
import type { DownloadForm } from './download-origin.ts';

const content = Buffer.from('not a gzip file');
const pinned = { data: { bytes: content.length, sha256: sha256(content) } };
const file = { name: 'data', bytes: content.length, sha256: sha256(content) };

/** Serves `content` at every address and notes which were asked for. */
async function serve(): Promise<{ base: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end(content);
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the test server has no port');
  return { base: `http://127.0.0.1:${address.port}`, asked };
}

describe('the form of a download', () => {
  const read = async (form: DownloadForm, base: string): Promise<Uint8Array> => {
    const temporary = join(temporaryFolder(), 'part');
    return downloadOrigin([base], form, pinned).read(file, { cacheDir: '/nonexistent' }, temporary);
  };

  it('plain: the file itself, under its own name', async () => {
    const { base, asked } = await serve();
    expect(Buffer.from(await read(plainFile, base))).toEqual(content);
    expect(asked).toEqual(['/data']);
  });

  it('of its own making: any address, and any file made of what is served', async () => {
    const { base, asked } = await serve();
    const form: DownloadForm = { url: (at) => `${at}/all.zip`, unpack: (bytes) => bytes.subarray(4, 10) };
    expect(Buffer.from(await read(form, base)).toString()).toBe('a gzip');
    expect(asked).toEqual(['/all.zip']);
  });

  it('plain: leaves the file where it is told to, without reading it; other forms do not offer that', async () => {
    const { base } = await serve();
    const temporary = join(temporaryFolder(), 'new', 'part');
    const access = { cacheDir: '/nonexistent' };
    await downloadOrigin([base], plainFile).store?.(file, access, temporary);
    expect(await readFile(temporary)).toEqual(content);
    expect(downloadOrigin([base], gzipFile, pinned)).not.toHaveProperty('store');

    const shorter = downloadOrigin([base], plainFile).store?.({ ...file, bytes: 3 }, access, temporary);
    await expect(shorter).rejects.toThrow(/more than the expected 3 bytes/);
    expect(await readdir(join(temporary, '..'))).toEqual([]);
  });

  it('gzip: what cannot be unpacked is an error of the data that names the address', async () => {
    const { base } = await serve();
    const failure = read(gzipFile, base);
    await expect(failure).rejects.toThrow(DatasetError);
    await expect(failure).rejects.toThrow(
      /data.gz: what is served there cannot be unpacked \(incorrect header/,
    );
  });
});
