/**
 * Chinese characters as pen strokes, from the npm package `hanzi-writer-data`: 5,210 characters of 20 radicals.
 *
 * The package keeps a file `X.json` for each of 9,574 characters; its `medians` are the middle lines of the strokes in
 * writing order, `[[[x, y], …], …]`, in a box of 1,024 units whose corners are (0, −124) and (1024, 900), y up. They are
 * derived from one font: one sample a character, no variation between writers. What is learnt generalises to other
 * characters, not to other hands.
 *
 * The radical under which dictionaries file a character is not in the package. It is the first number of the field
 * kRSUnicode of Unicode's Unihan data, kept in data/radicals-unihan-15.0.json for the 20 radicals with most
 * characters. Simplified forms count as their radical.
 *
 * Reading thousands of small files at each load is a waste, so the strokes of these characters are cached in the form of
 * strokes/stroke-characters.ts, label = radical number, by radical as in the table and within it by code point.
 * Coordinates are rounded: 15 of 345,119 points have one that is no whole number.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { DataAccess } from '../data-access.ts';
import { DatasetError } from '../errors.ts';
import { decodeCharacters, encodeCharacters } from '../strokes/stroke-characters.ts';
import type { StrokeCharacter } from '../strokes/stroke-characters.ts';
import { npmOrigin } from './npm-origin.ts';
import { readOnlyFile } from './read-source.ts';
import type { Source } from './source.ts';

const FILE = 'hanzi-strokes-i16';
const READS_AT_ONCE = 64;

/** Radical number and its number of characters, most frequent first, ties by number; class c is entry c. */
export const HANZI_RADICALS = [
  [85, 484],
  [30, 425],
  [140, 425],
  [75, 387],
  [167, 376],
  [64, 364],
  [9, 306],
  [149, 301],
  [120, 293],
  [61, 267],
  [142, 199],
  [32, 184],
  [130, 180],
  [86, 159],
  [38, 155],
  [196, 151],
  [118, 150],
  [195, 141],
  [162, 133],
  [154, 130],
] as const;

/** What Unicode calls these radicals (U+2F00 and on), in their order: the font of the figures has no Chinese characters. */
export const RADICAL_NAMES = [
  ...(['water', 'mouth', 'grass', 'tree', 'gold', 'hand', 'man', 'speech', 'silk', 'heart'] as const),
  ...(['insect', 'earth', 'meat', 'fire', 'woman', 'bird', 'bamboo', 'fish', 'walk', 'shell'] as const),
];

/** Registry entry of the characters. */
export const hanziSource: Source = {
  id: 'hanzi',
  title: 'Strokes of Chinese characters (npm package hanzi-writer-data 2.0.1)',
  licence:
    'strokes: Arphic Public License (Arphic Technology, via Make Me a Hanzi); radicals: Unicode data files licence',
  citation:
    'S. Kishore, Make Me a Hanzi; D. Chanin, hanzi-writer-data 2.0.1. Unicode Consortium (2022). Unicode Han Database (Unihan) 15.0.0, kRSUnicode.',
  examples: HANZI_RADICALS.reduce((sum, [, count]) => sum + count, 0),
  time: 64,
  features: 3,
  classes: HANZI_RADICALS.length,
  splitRule:
    'no official split; radical-stratified by splitSeed: 20 % test, the rest for training and validation',
  files: [
    {
      name: FILE,
      bytes: 1_537_088,
      sha256: 'fb7ac7e05203c39f2c96dd72154716f5caba2c64b9747fdf2c07516738d5443f',
    },
  ],
  origins: [npmOrigin('hanzi-writer-data', readPackage)],
  howToGet: 'run `npm ci` to install the npm package hanzi-writer-data 2.0.1',
};

/** All characters, label = class: the place of the radical in `HANZI_RADICALS`. Throws DatasetError if there are none. */
export async function readHanzi(access: DataAccess): Promise<readonly StrokeCharacter[]> {
  const bytes = await readOnlyFile(hanziSource, access);
  const classes = new Map<number, number>(HANZI_RADICALS.map(([radical], label) => [radical, label]));
  return decodeCharacters(bytes).map((character) => {
    const label = classes.get(character.label);
    if (label === undefined) throw new DatasetError(FILE, `unknown radical ${character.label}`);
    return { ...character, label };
  });
}

const radicalTable = z.strictObject({
  source: z.string(),
  changes: z.string(),
  licence: z.string(),
  radicals: z.array(z.strictObject({ radical: z.int(), characters: z.string().min(1) })),
});

/** The characters of each radical, as Unihan has them. Throws DatasetError if the table is damaged. */
export async function readRadicals(): Promise<
  readonly { readonly radical: number; readonly characters: string }[]
> {
  const url = new URL('../../data/radicals-unihan-15.0.json', import.meta.url);
  const parsed = radicalTable.safeParse(JSON.parse(await readFile(url, 'utf8')));
  if (!parsed.success) {
    throw new DatasetError(url.pathname, 'damaged table of radicals; restore it from the repository');
  }
  return parsed.data.radicals;
}

const characterFile = z.object({
  medians: z.array(z.array(z.tuple([z.number(), z.number()])).min(1)).min(1),
});

/** The strokes in the text of one file of the package. Throws DatasetError if there are none. */
export function parseCharacterFile(file: string, text: string): StrokeCharacter['strokes'] {
  const expected = 'expected { "medians": [[[x, y], …], …] } with a point or more in each stroke';
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new DatasetError(file, `not JSON; ${expected}; ${hanziSource.howToGet}`, { cause });
  }
  const parsed = characterFile.safeParse(content);
  if (!parsed.success) throw new DatasetError(file, `${expected}; ${hanziSource.howToGet}`);
  return parsed.data.medians;
}

async function readPackage(folder: string): Promise<Uint8Array> {
  const wanted = (await readRadicals()).flatMap(({ radical, characters }) =>
    Array.from(characters, (character) => ({ character, label: radical })),
  );
  const characters: StrokeCharacter[] = [];
  for (let i = 0; i < wanted.length; i += READS_AT_ONCE) {
    const batch = wanted.slice(i, i + READS_AT_ONCE).map(async ({ character, label }) => {
      const file = join(folder, `${character}.json`);
      const text = await readFile(file, 'utf8').catch((cause: unknown) => {
        throw new DatasetError(file, `missing from the package; ${hanziSource.howToGet}`, { cause });
      });
      return { character, label, strokes: parseCharacterFile(file, text) };
    });
    characters.push(...(await Promise.all(batch)));
  }
  return encodeCharacters(characters);
}
