/**
 * What the Markdown pages quote from committed files, and whether it still stands there.
 *
 *   a number    3.1<!-- results/sparsity/laptop/claims.json#keeps.difference*-100 -->   rounded as it is written
 *   a verdict   ✓<!-- verdicts of results/sparsity/laptop/claims.json#keeps,keeps-95 results/…/claims.json#keeps -->
 *   or in words _not supported_<!-- verdict of results/sparsity/laptop/claims.json#keeps -->
 *   a table     <!-- the table of results/sparsity/laptop/claims.md; a test compares them -->, and the table after it
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shownVerdict } from '../../packages/analysis/src/claims/shown-verdict.ts';
import type { ClaimVerdict } from '../../packages/records/src/index.ts';
import { numberAt } from './number-source.ts';

type Verdict = Pick<ClaimVerdict, 'id' | 'verdict' | 'places'>;

const NUMBER =
  /(?<shown>[−-]?\d[\d,]*(?:\.\d+)?)<!-- (?<file>[\w./-]+\.(?:json|csv|yaml))#(?<selector>[^*>\n]+?)(?:\*(?<scale>-?[\d.]+))? -->/g;
const VERDICT = /(?<shown>[✓~✗–])<!-- verdicts of (?<claims>(?:[\w./-]+\.json#[\w,-]+ )+)-->/g;
const VERDICT_IN_WORDS = /_(?<shown>[a-z ;()]+)_<!-- verdict of (?<file>[\w./-]+\.json)#(?<id>[\w-]+) -->/g;
const TABLE =
  /(?<mark><!-- the table of (?<file>[\w./-]+\.md); a test compares them -->\n\n)(?<shown>(?:\|.*\n)+)/g;

/** The text with every quotation as the files have it now. Throws an Error where a file no longer holds what is quoted. */
export function refreshed(markdown: string, root: string): string {
  return markdown
    .replace(NUMBER, (...match) => {
      const [all] = match as unknown as [string];
      const groups = match.at(-1) as { shown: string; file: string; selector: string; scale?: string };
      const { shown, file, selector, scale = '1' } = groups;
      const value = numberAt(root, { file, selector, scale: Number(scale) });
      return `${likeShown(value, shown)}${all.slice(shown.length)}`;
    })
    .replace(VERDICT, (...match) => {
      const [all] = match as unknown as [string];
      const { shown, claims } = match.at(-1) as { shown: string; claims: string };
      return `${verdictMark(verdictsOf(root, claims))}${all.slice(shown.length)}`;
    })
    .replace(VERDICT_IN_WORDS, (...match) => {
      const [all] = match as unknown as [string];
      const { shown, file, id } = match.at(-1) as { shown: string; file: string; id: string };
      return `_${verdictOf(root, file, id)}_${all.slice(shown.length + 2)}`;
    })
    .replace(TABLE, (...match) => {
      const { mark, file, shown } = match.at(-1) as { mark: string; file: string; shown: string };
      const table = firstTable(readFileSync(join(root, file), 'utf8'));
      return `${mark}${cellsOf(shown) === cellsOf(table) ? shown : table}`; // padding is the formatter's
    });
}

/** The verdicts behind the marks of a text, in words. */
export function quotedVerdicts(markdown: string, root: string): string[] {
  return [...markdown.matchAll(VERDICT)].flatMap((match) => verdictsOf(root, match.groups?.claims ?? ''));
}

/** How many quotations a text holds. */
export function quotationCount(markdown: string): number {
  return [NUMBER, VERDICT, VERDICT_IN_WORDS, TABLE].reduce(
    (sum, kind) => sum + [...markdown.matchAll(kind)].length,
    0,
  );
}

/**
 * Numbers of a text that quote no file although they look like a measurement: a decimal, a percentage, points or a
 * factor. None of them are settings (`at 90 %`, `90 % sparsity`, `95 % interval`, a version such as Node 20.19, a number in
 * code, a link target or a table, the section "Our choices"), what a paragraph that begins with `Published:` cites, and
 * what stands between markers of a generator, which has a test of its own.
 */
export function unquotedNumbers(prose: string): string[] {
  const text = prose
    .replace(/```[\s\S]*?```/g, '')
    .replace(/^ {4}.*$/gm, '')
    .replace(
      /<!-- ([\w ]+)\b[^>]* -->[\s\S]*?<!-- end of \1 -->|<!-- bench:start -->[\s\S]*?<!-- bench:end -->/g,
      '',
    )
    .replace(/^## Our choices[\s\S]*?(?=^## |(?![\s\S]))/gm, '')
    .replace(/^Published: [\s\S]*?(?=\n\n)/gm, '')
    .replace(/`[^`]*`/g, '')
    .replace(/\]\([^)]*\)/g, ']')
    .replace(/^\|.*$/gm, '')
    .replace(NUMBER, '')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/\b(?:at|of|at least) \d+(?:\.\d+)? %|\b\d+ % (?:sparsity|interval|simulated)/gi, '')
    .replace(/\b(?:Node|CUDA|cuDNN|version)\s\d+(?:(?:\.\d+)+|(?:, \d+\.\d+)+)*/g, '');
  return (
    text.match(/(?<![\w.])[−-]?\d[\d,]*(?:\.\d+)?(?: to \d+(?:\.\d+)?)?\s(?:%|points?|times)|\d+\.\d+/g) ?? []
  );
}

/** Quoted numbers below zero before a word of direction: `−3<!-- … --> points below` says the opposite of what it means. */
export function turnedDirections(markdown: string): string[] {
  return (
    markdown.match(
      /[−-]\d[\d.,]*<!-- [^>]* -->(?:\s(?:%|points?|times))?\s(?:below|above|less|more|lower|higher|better|worse|faster|slower)\b/g,
    ) ?? []
  );
}

/** A value with the decimals, the sign and the thousands commas of the number that it replaces. */
function likeShown(value: number, shown: string): string {
  const decimals = (shown.split('.')[1] ?? '').length;
  const [whole = '', fraction] = Math.abs(value).toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const sign = value < 0 && Number(Math.abs(value).toFixed(decimals)) !== 0 ? '−' : '';
  return `${sign}${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

/**
 * ✓ where all are supported, ✗ where all are decided against, – where none was tested, else ~; here and over places: what
 * holds at one place only, or not over places, is ~.
 */
function verdictMark(verdicts: readonly string[]): string {
  const all = (verdict: string): boolean => verdicts.every((one) => one === verdict);
  if (all('supported')) return '✓';
  if (all('not supported')) return '✗';
  return all('not tested') ? '–' : '~';
}

function verdictsOf(root: string, claims: string): string[] {
  return claims
    .trim()
    .split(' ')
    .flatMap((address) => {
      const [file = '', ids = ''] = address.split('#');
      return ids.split(',').map((id) => verdictOf(root, file, id));
    });
}

function verdictOf(root: string, file: string, id: string): string {
  const claims = JSON.parse(readFileSync(join(root, file), 'utf8')) as readonly Verdict[];
  const claim = claims.find((one) => one.id === id);
  if (claim !== undefined) return shownVerdict(claim);
  throw new Error(`${file}: expected a claim ${id}, it has ${claims.map((one) => one.id).join(', ')}`);
}

function firstTable(markdown: string): string {
  const table = /(?:^\|.*\n)+/m.exec(markdown)?.[0];
  if (table === undefined) throw new Error('expected a table to quote, found none');
  return table;
}

function cellsOf(table: string): string {
  return table.replace(/ *\| */g, '|').replace(/-+/g, '-');
}
