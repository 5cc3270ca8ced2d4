import { expect, it } from 'vitest';
import { DatasetError } from '../errors.ts';
import { foldLatin, LATIN_SYMBOLS } from './latin-symbols.ts';

it('folds case, diacritics and the letters that Unicode does not take apart', () => {
  expect(foldLatin('ÀÉÎõÜ Ňş Ąķ İı', 'f')).toBe('aeiou ns ak ii');
  expect(foldLatin('Straße Æble œuvre Øl Það đak Łódź', 'f')).toBe('strasse aeble oeuvre ol thad dak lodz');
});

it('keeps one apostrophe and one hyphen, and makes a dot of every other mark', () => {
  expect(foldLatin("l’homme l'eau co‐op a-b", 'f')).toBe("l'homme l'eau co-op a-b");
  expect(foldLatin('a, b; 12 (c) – §', 'f')).toBe('a. b. .. .c. . .');
});

it('makes one space of white space of any kind, and none at the ends', () => {
  expect(foldLatin(' \n a \t\u00a0 b\n', 'f')).toBe('a b');
});

it('gives nothing but its symbols, of which there are 30', () => {
  expect(new Set(LATIN_SYMBOLS).size).toBe(30);
  for (const character of foldLatin('«Ça va» 100 % “été” …', 'f')) expect(LATIN_SYMBOLS).toContain(character);
});

it('refuses a letter of another script, with the file', () => {
  expect(() => foldLatin('да', 'rus.html')).toThrow(DatasetError);
  expect(() => foldLatin('abc ж', 'rus.html')).toThrow(/rus.html: no folding .* letter ж/);
});
