import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, test } from 'vitest';
import { pages } from './pages.ts';
import { quotationCount, quotedVerdicts, refreshed, turnedDirections, unquotedNumbers } from './quotes.ts';

const root = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** Pages whose numbers are settings, but for what came out: the claims of the paper, constants of methods, versions. */
const settings = ['README.md', 'docs/methods.md', 'docs/dependencies.md'];

/** The parts of a page that may report a measurement. */
function reporting(page: string): string {
  if (!settings.includes(page)) return read(page);
  return /^## What came out[\s\S]*?(?=^## |(?![\s\S]))/m.exec(read(page))?.[0] ?? '';
}

/** Cells of the rows of the README's table of claims: claim, verdict, where it stands, where to look. */
function summaryRows(): string[][] {
  return [...read('README.md').matchAll(/^\|(.*<!-- verdicts of .*)\|$/gm)].map(([, row = '']) =>
    row.split('|').map((cell) => cell.trim()),
  );
}

test.each(pages(root))('%s quotes what the committed files hold', (page) => {
  // `npm run quotes` writes them anew
  expect(read(page)).toBe(refreshed(read(page), root));
});

test.each(pages(root))('%s reports no measurement without its file', (page) => {
  expect(unquotedNumbers(reporting(page))).toEqual([]);
});

const outcomes = pages(root).flatMap((page) => {
  const [, profile, undecided] = /^## What came out \(`(\w+)`\)\n\n(Undecided)?/m.exec(read(page)) ?? [];
  return profile === undefined ? [] : [{ page, profile, undecided: undecided !== undefined }];
});

test.each(outcomes)(
  '$page begins with "Undecided" if no claim is decided',
  ({ page, profile, undecided }) => {
    const claims = page.replace('experiments/', 'results/').replace('README.md', `${profile}/claims.json`);
    const verdicts = (JSON.parse(read(claims)) as readonly { verdict: string }[]).map(
      ({ verdict }) => verdict,
    );
    expect(verdicts.every((verdict) => verdict === 'inconclusive')).toBe(undecided);
  },
);

test.each(pages(root))('%s says nothing is below, above, less or more by a number below zero', (page) => {
  expect(turnedDirections(read(page))).toEqual([]);
});

test('the README has a row for each claim of the paper: a quoted verdict, at most 12 words, a page', () => {
  const rows = summaryRows();
  expect(rows.length).toBeGreaterThan(10);
  for (const [claim = '', verdict = '', words = '', link = '', ...rest] of rows) {
    expect(quotationCount(verdict), claim).toBe(1);
    expect(words.split(/\s+/).length, words).toBeLessThanOrEqual(12);
    const open = quotedVerdicts(verdict, root).every((one) => one === 'inconclusive');
    expect(words.startsWith('undecided'), `${claim}: undecided`).toBe(open);
    expect(link).toMatch(/\]\((?:experiments|docs)\//);
    expect(rest).toEqual([]);
  }
});

describe('refreshed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quotes-'));
  const over = (verdict: string | null): unknown => ({ verdict });
  afterAll(() => rmSync(folder, { recursive: true }));
  writeFileSync(
    join(folder, 'claims.json'),
    JSON.stringify([
      { id: 'keeps', difference: -0.0314, pairs: 55875, verdict: 'supported', places: over('supported') },
      { id: 'beats', interval: [0.5, 1], verdict: 'not supported', places: over('not supported') },
      { id: 'here', verdict: 'supported', places: over('inconclusive') },
      { id: 'there', verdict: 'supported', places: over(null) },
      { id: 'open', verdict: 'inconclusive', places: null },
      { id: 'untouched', verdict: 'not tested', places: null },
    ]),
  );
  writeFileSync(join(folder, 'table.csv'), 'method,task,score\r\nds,a,0.5\r\nds,b,0.75\r\nrigl,a,0.25\r\n');
  const mend = (text: string): string => refreshed(text, folder);

  it('writes a number as it was written: decimals, scale, commas, sign', () => {
    expect(mend('9.9<!-- claims.json#keeps.difference*-100 --> points')).toContain('3.1<!--');
    expect(mend('9<!-- claims.json#keeps.difference*100 -->')).toContain('−3<!--');
    expect(mend('1<!-- claims.json#keeps.pairs -->')).toContain('55,875<!--');
    expect(mend('0.0<!-- claims.json#beats.interval.0 -->')).toContain('0.5<!--');
  });

  it('reads one row of a table, or reduces several', () => {
    expect(mend('1<!-- table.csv#method=ds&task=b:score*100 -->')).toContain('75<!--');
    expect(mend('1.00<!-- table.csv#method=ds&min:score -->')).toContain('0.50<!--');
    expect(mend('7<!-- table.csv#count:score -->')).toContain('3<!--');
  });

  it('turns a sign that has turned', () => {
    expect(mend('3<!-- claims.json#keeps.difference*100 -->')).toMatch(/^−3/);
  });

  it('refuses an address with nothing or several numbers behind it', () => {
    expect(() => mend('1<!-- claims.json#gone.difference -->')).toThrow('claims.json#gone.difference');
    expect(() => mend('1<!-- table.csv#method=ds:score -->')).toThrow('2 values');
  });

  it('marks verdicts', () => {
    expect(mend('~<!-- verdicts of claims.json#keeps -->')).toMatch(/^✓/);
    expect(mend('✓<!-- verdicts of claims.json#beats -->')).toMatch(/^✗/);
    expect(mend('✓<!-- verdicts of claims.json#keeps,beats -->')).toMatch(/^~/);
    expect(mend('✓<!-- verdicts of claims.json#open -->')).toMatch(/^~/);
    expect(mend('✓<!-- verdicts of claims.json#untouched -->')).toMatch(/^–/);
  });

  it('writes a verdict in words', () => {
    expect(mend('_supported_<!-- verdict of claims.json#here -->')).toMatch(
      /^_supported here; over places inconclusive_</,
    );
    expect(mend('_inconclusive_<!-- verdict of claims.json#beats -->')).toMatch(/^_not supported_</);
  });

  it('marks no claim as supported that is not so over places', () => {
    expect(mend('✓<!-- verdicts of claims.json#here -->')).toMatch(/^~/);
    expect(mend('✓<!-- verdicts of claims.json#there -->')).toMatch(/^~/);
  });
});

describe('unquotedNumbers', () => {
  it('finds measurements, and no settings', () => {
    expect(unquotedNumbers('It loses 3.1 points at 90 % of `0.5`, see [a](b-1.5) and LSTM-64.')).toEqual([
      '3.1 points',
    ]);
    expect(unquotedNumbers('3.1<!-- x/claims.json#a.difference*100 --> points')).toEqual([]);
    expect(unquotedNumbers('between 3 to 28 points, 17 %')).toEqual(['3 to 28 points', '17 %']);
  });

  it('leaves out what is chosen, cited or generated', () => {
    const generated = '<!-- coverage over seeds -->\n\n97.1 %\n\n<!-- end of coverage over seeds -->';
    const chosen = '## Our choices\n\n12.5 % of it\n\n## Next';
    expect(unquotedNumbers(`${generated}\n\nPublished: 89.5 %.\n\n${chosen}\n\n3.5 points`)).toEqual([
      '3.5 points',
    ]);
  });
});

test('turnedDirections finds a sentence whose number has turned', () => {
  expect(turnedDirections('−3.1<!-- c.json#a.b*-100 --> points\nbelow')).toHaveLength(1);
  expect(
    turnedDirections('3.1<!-- c.json#a.b --> below, −1<!-- c.json#a.b.0 --> to 2<!-- c.json#a.b.1 -->'),
  ).toEqual([]);
});
