import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { installTiny, serveTiny, tinyFiles, tinySource } from '../../test/tiny-idx-source.ts';
import { cachePath } from '../cache.ts';
import { DatasetError } from '../errors.ts';
import { npmOrigin } from './npm-origin.ts';
import { readSource, refillSource, reportSource, sourceState, storeSource } from './read-source.ts';
import type { Source } from './source.ts';

const source = tinySource();

async function places(): Promise<{ root: string; access: { cacheDir: string; debianRoot: string } }> {
  const root = temporaryFolder();
  return { root, access: { cacheDir: join(root, 'cache'), debianRoot: root } };
}

function cachedImages(access: { cacheDir: string }): string {
  return cachePath(access, 'tiny', 'images', source.files[0]!.sha256);
}

describe('reading a source', () => {
  it('unpacks the Debian files into the cache, and reads them there afterwards', async () => {
    const { root, access } = await places();
    await installTiny(root);
    expect(await sourceState(source, access)).toBe('available from Debian');
    const first = await readSource(source, access);
    expect(Uint8Array.from(first.get('images')!)).toEqual(tinyFiles.images);
    expect(await sourceState(source, access)).toBe('cached');

    const withoutDebian = { cacheDir: access.cacheDir, debianRoot: join(root, 'nowhere') };
    const second = await readSource(source, withoutDebian);
    expect(Uint8Array.from(second.get('labels')!)).toEqual(tinyFiles.labels);
  });

  it('names the command when the data are nowhere', async () => {
    const { access } = await places();
    expect(await sourceState(source, access)).toBe('unavailable');
    await expect(readSource(source, access)).rejects.toThrow(
      /Tiny images is not on this machine; run `get-tiny`/,
    );
  });

  it('names a Debian file whose content is another, and caches nothing of it', async () => {
    const { root, access } = await places();
    await installTiny(root, tinyFiles.images.with(20, 99));
    await expect(readSource(source, access)).rejects.toThrow(
      /usr\/share\/tiny: images from here has SHA-256/,
    );
    expect(await reportSource(source, access)).toMatchObject([{ state: 'absent' }, { state: 'absent' }]);
  });

  it('treats a package that is not installed as no origin', async () => {
    const { access } = await places();
    const absent = { ...source, origins: [npmOrigin('no-such-package-here', async () => new Uint8Array())] };
    expect(await sourceState(absent, access)).toBe('unavailable');
  });

  it('refuses a relative cache folder', async () => {
    await expect(readSource(source, { cacheDir: 'cache' })).rejects.toThrow(/must be an absolute path/);
  });

  it('says that the cache cannot be written, with the path', async () => {
    const { root, access } = await places();
    await installTiny(root);
    await writeFile(access.cacheDir, 'a file where the folder should be');
    const failure = readSource(source, access);
    await expect(failure).rejects.toThrow(DatasetError);
    await expect(failure).rejects.toThrow(/cache\/tiny\/images.*cannot write to the cache/);
  });

  it('says that the cache folder is read-only', async ({ skip }) => {
    if (process.getuid?.() === 0) skip('root may write anywhere');
    const { root, access } = await places();
    await installTiny(root);
    await mkdir(access.cacheDir);
    await chmod(access.cacheDir, 0o500);
    await expect(readSource(source, access)).rejects.toThrow(/cannot write to the cache/);
  });
});

describe('storing a source', () => {
  /** An origin that writes to the file it is given and cannot be read. */
  const storing = (images: Uint8Array): Source => ({
    ...source,
    files: source.files.slice(0, 1),
    origins: [
      {
        ...{ kind: 'npm', locate: async () => 'the store' },
        read: async () => Promise.reject(new Error('too large to be read')),
        store: async (_file, _access, temporary) => {
          await mkdir(join(temporary, '..'), { recursive: true });
          await writeFile(temporary, images);
        },
      },
    ],
  });

  it('gives the path of each file, put there where need be, and never reads it whole', async () => {
    const { access } = await places();
    const stored = storing(tinyFiles.images);
    const file = cachedImages(access);
    expect([...(await storeSource(stored, access))]).toEqual([['images', file]]);
    expect(Uint8Array.from(await readFile(file))).toEqual(tinyFiles.images);
    expect(await readdir(join(access.cacheDir, 'tiny'))).toHaveLength(1);
    const again = { ...stored, origins: [] };
    expect([...(await storeSource(again, access)).values()]).toEqual([file]);
    expect(Uint8Array.from((await readSource(again, access)).get('images')!)).toEqual(tinyFiles.images);
  });

  it('works for origins that are read, too, and a stored file can be read at once', async () => {
    const { root, access } = await places();
    await installTiny(root);
    expect((await storeSource(source, access)).get('images')).toBe(cachedImages(access));
    const { access: other } = await places();
    const contents = await readSource(storing(tinyFiles.images), other);
    expect(Uint8Array.from(contents.get('images')!)).toEqual(tinyFiles.images);
  });

  it('keeps nothing of other content, and refuses a corrupt cached file', async () => {
    const { access } = await places();
    await expect(storeSource(storing(tinyFiles.images.with(20, 99)), access)).rejects.toThrow(
      /the store: images from here has SHA-256 [0-9a-f]{64}, expected/,
    );
    expect(await readdir(join(access.cacheDir, 'tiny'))).toEqual([]);
    await writeFile(cachedImages(access), 'short');
    await expect(storeSource(storing(tinyFiles.images), access)).rejects.toThrow(
      /corrupt cached file: 5 bytes .*`dsrnn data fetch tiny --force`/,
    );
  });
});

describe('a corrupt cached file', () => {
  it('is named with the remedy, is not used, and is left as it is', async () => {
    const { root, access } = await places();
    await installTiny(root);
    await readSource(source, access);
    const file = cachedImages(access);
    const damaged = tinyFiles.images.with(20, 99);
    await writeFile(file, damaged);

    const failure = readSource(source, access);
    await expect(failure).rejects.toMatchObject({ code: 'dataset', file });
    await expect(failure).rejects.toThrow(/corrupt cached file: 28 bytes .*`dsrnn data fetch tiny --force`/);
    expect(Uint8Array.from(await readFile(file))).toEqual(damaged);
    expect(await reportSource(source, access)).toMatchObject([
      { file, state: 'corrupt', expected: source.files[0]!.sha256 },
      { state: 'verified', actual: source.files[1]!.sha256 },
    ]);
  });

  it('is replaced by a forced fetch', async () => {
    const { root, access } = await places();
    await installTiny(root);
    await readSource(source, access);
    await writeFile(cachedImages(access), 'short');
    await refillSource(source, access);
    expect(await reportSource(source, access)).toMatchObject([{ state: 'verified' }, { state: 'verified' }]);
  });
});

describe('many first loads at once', () => {
  it('all get the data and leave two whole files and nothing else', async () => {
    const { root, access } = await places();
    await installTiny(root);
    const loads = await Promise.all(Array.from({ length: 12 }, () => readSource(source, access)));
    for (const load of loads) expect(Uint8Array.from(load.get('images')!)).toEqual(tinyFiles.images);
    expect(await readdir(join(access.cacheDir, 'tiny'))).toHaveLength(2);
    expect(await reportSource(source, access)).toMatchObject([{ state: 'verified' }, { state: 'verified' }]);
  });
});

describe('a download', () => {
  async function web(): Promise<string> {
    const { server, base } = await serveTiny();
    onTestFinished(() => void server.close());
    return base;
  }

  it('happens only when allowed, is verified and is cached', async () => {
    const { access } = await places();
    const remote = tinySource([`${await web()}/good`]);
    expect(await sourceState(remote, access)).toBe('needs download');
    await expect(readSource(remote, access)).rejects.toThrow(/not on this machine/);
    const contents = await readSource(remote, { ...access, allowDownload: true });
    expect(Uint8Array.from(contents.get('images')!)).toEqual(tinyFiles.images);
    expect(await readdir(join(access.cacheDir, 'tiny'))).toHaveLength(2);
  });

  it('goes on to the next address, and names what each answered if all fail', async () => {
    const { access } = await places();
    const base = await web();
    const allowed = { ...access, allowDownload: true };
    const failing = tinySource([`${base}/missing`, `${base}/other`, `${base}/long`]);
    await expect(readSource(failing, allowed)).rejects.toThrow(
      /missing\/images.gz: HTTP 404.*other\/images.gz: SHA-256 .* expected .*long\/images.gz: more than the expected/,
    );
    expect(await readdir(join(access.cacheDir, 'tiny'))).toEqual([]);
    await readSource(tinySource([`${base}/missing`, `${base}/good`]), allowed);
    expect(await sourceState(failing, access)).toBe('cached');
  });
});
