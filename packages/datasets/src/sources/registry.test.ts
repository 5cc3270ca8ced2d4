import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { fetchSource, findSource, listSources, sourceDigest, sources, verifySource } from './registry.ts';

describe('the source registry', () => {
  it('lists each source with what a reader must know, and its state', async () => {
    const listing = await listSources({ cacheDir: temporaryFolder() });
    expect(listing.map((source) => source.id)).toEqual([
      'digits',
      'fashion-mnist',
      'hanzi',
      'udhr',
      'gene',
      'grasshopper',
      'earth-orientation',
      'mnist',
      'half-cheetah',
      'uci-har',
      'cifar',
      'speech-commands',
      'chicago',
    ]);
    expect(listing[0]).toMatchObject({
      state: 'available from npm',
      bytes: 7_850_000,
      examples: 10_000,
      classes: 10,
    });
    for (const source of listing) {
      expect(source.licence).not.toBe('');
      expect(source.splitRule).not.toBe('');
      expect(source.digest).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  it('offers the download of Fashion-MNIST where no Debian package is', async () => {
    const folder = temporaryFolder();
    const listing = await listSources({ cacheDir: folder, debianRoot: folder });
    expect(listing[1]?.state).toBe('needs download');
  });

  it('pins every file by 64 hexadecimal digits, with distinct ids', () => {
    for (const source of sources) {
      for (const file of source.files) expect(file.sha256).toMatch(/^[0-9a-f]{64}$/);
    }
    expect(new Set(sources.map(sourceDigest)).size).toBe(sources.length);
  });

  it('lists the known ids when asked for another', () => {
    expect(() => findSource('mnits')).toThrow(/unknown 'mnits'; known: digits, fashion-mnist/);
  });

  it('fetches, verifies, and mends by force', async () => {
    const access = { cacheDir: temporaryFolder() };
    expect(await verifySource('digits', access)).toMatchObject([{ state: 'absent' }]);
    const [report] = await fetchSource('digits', access);
    expect(report).toMatchObject({ state: 'verified' });
    await writeFile(join(report!.file), 'damaged');
    expect(await verifySource('digits', access)).toMatchObject([{ state: 'corrupt' }]);
    await expect(fetchSource('digits', access)).rejects.toThrow(/--force/);
    expect(await fetchSource('digits', access, { force: true })).toMatchObject([{ state: 'verified' }]);
  });
});
