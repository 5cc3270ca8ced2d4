import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { cachePath } from '../cache.ts';
import { DatasetError } from '../errors.ts';
import { HANZI_RADICALS, hanziSource, parseCharacterFile, readHanzi, readRadicals } from './hanzi.ts';
import { npmOrigin } from './npm-origin.ts';
import { readSource } from './read-source.ts';

describe('the characters', () => {
  it('are those of the package, point by point, with the class of their radical', async () => {
    const characters = await readHanzi({ cacheDir: temporaryFolder() });
    expect(characters).toHaveLength(5210);
    expect(new Set(characters.map(({ character }) => character)).size).toBe(5210);
    const folder = dirname(createRequire(import.meta.url).resolve('hanzi-writer-data/package.json'));
    // 江 water, 花 grass, 说 speech (simplified), 語 speech, 辣 bitter is not among the 20.
    const classOf = (radical: number) => HANZI_RADICALS.findIndex(([number]) => number === radical);
    for (const [character, radical] of [
      ['江', 85],
      ['花', 140],
      ['说', 149],
      ['語', 149],
    ] as const) {
      const { medians } = z
        .object({ medians: z.array(z.array(z.array(z.number()))) })
        .parse(JSON.parse(await readFile(join(folder, `${character}.json`), 'utf8')));
      const found = characters.find((candidate) => candidate.character === character);
      expect(found).toEqual({ character, label: classOf(radical), strokes: medians });
    }
    expect(characters.some(({ character }) => character === '辣')).toBe(false);
  });

  it('come from a table with the stated numbers of characters, each under one radical', async () => {
    const table = await readRadicals();
    expect(table.map(({ radical, characters }) => [radical, Array.from(characters).length])).toEqual(
      HANZI_RADICALS,
    );
    const all = table.flatMap(({ characters }) => Array.from(characters));
    expect(new Set(all).size).toBe(all.length);
    const sizes = HANZI_RADICALS.map(([, size]) => size);
    expect([...sizes].sort((a, b) => b - a)).toEqual(sizes);
  });

  it('are refused when a byte of the cached file is another', async () => {
    const access = { cacheDir: temporaryFolder() };
    await readHanzi(access);
    const [file] = hanziSource.files;
    const path = cachePath(access, 'hanzi', file!.name, file!.sha256);
    const bytes = await readFile(path);
    bytes[1000]! ^= 1;
    await writeFile(path, bytes);
    await expect(readHanzi(access)).rejects.toThrow(/corrupt cached file.*dsrnn data fetch hanzi --force/);
  });

  it('name the command when the package is not installed', async () => {
    const absent = {
      ...hanziSource,
      origins: [npmOrigin('no-such-package-here', async () => new Uint8Array())],
    };
    const access = { cacheDir: temporaryFolder() };
    await expect(readSource(absent, access)).rejects.toThrow(/hanzi-writer-data 2.0.1\) is not .*`npm ci`/);
  });
});

describe('a file of the package', () => {
  it('is read for its medians only', () => {
    const text = '{"strokes": ["M 1 2 Z"], "medians": [[[1, 2], [3.5, -4]]], "radStrokes": [0]}';
    expect(parseCharacterFile('x.json', text)).toEqual([
      [
        [1, 2],
        [3.5, -4],
      ],
    ]);
  });

  it.each(['{', '{}', '{"medians": []}', '{"medians": [[]]}', '{"medians": [[[1]]]}'])(
    'is refused as %s, with its name and what to do',
    (text) => {
      expect(() => parseCharacterFile('x.json', text)).toThrow(DatasetError);
      expect(() => parseCharacterFile('x.json', text)).toThrow(/x.json: .*expected { "medians".*`npm ci`/);
    },
  );
});
