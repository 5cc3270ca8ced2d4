/**
 * Text of any Latin-script language over 30 symbols: a … z, space, apostrophe, hyphen, and `.` for every other mark.
 *
 * Diacritics are folded away (Unicode NFD, then all marks dropped), as are case and the letters that NFD does not take
 * apart: ß → ss, æ → ae, œ → oe, ø → o, ð → d, đ → d, þ → th, ł → l, ı → i. They alone would tell many languages.
 */
import { DatasetError } from '../errors.ts';

/** The symbols; a symbol's number is its place. */
export const LATIN_SYMBOLS = "abcdefghijklmnopqrstuvwxyz '-.";

const LETTERS: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ð: 'd', đ: 'd', þ: 'th', ł: 'l', ı: 'i' },
};

/**
 * The text over `LATIN_SYMBOLS`. White space of any length becomes one space, none at the ends.
 * Throws DatasetError, with `file`, at a letter that has no folding: it would otherwise pass as punctuation.
 */
export function foldLatin(text: string, file: string): string {
  const bare = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const folded = bare
    .replace(/[^\sa-z]/gu, (character) => foldCharacter(character, file))
    .replace(/\s+/gu, ' ');
  return folded.trim();
}

function foldCharacter(character: string, file: string): string {
  const letter = LETTERS[character];
  if (letter !== undefined) return letter;
  if ("'’‘ʼ`´".includes(character)) return "'";
  if ('-\u2010\u2011'.includes(character)) return '-';
  if (/\p{L}/u.test(character)) {
    throw new DatasetError(file, `no folding to a … z for the letter ${character}; expected Latin script`);
  }
  return '.';
}
