import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, test } from 'vitest';
import { pages } from './pages.ts';
import { quotationCount, refreshed, unquotedNumbers } from './quotes.ts';

const root = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** The part of a page that says what came out; its other parts say what was chosen. */
function outcomeOf(markdown: string): string {
  return /^## What came out[\s\S]*?(?=^## |(?![\s\S]))/m.exec(markdown)?.[0] ?? '';
}

test.each(pages(root))('%s quotes what the committed files hold', (page) => {
  // `npm run quotes` writes them anew
  expect(read(page)).toBe(refreshed(read(page), root));
});

test.each(pages(root))('%s reports no measurement without its file', (page) => {
  expect(unquotedNumbers(outcomeOf(read(page)))).toEqual([]);
});

test('the README quotes verdicts', () => {
  expect(quotationCount(read('README.md'))).toBeGreaterThan(5);
});

describe('refreshed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quotes-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  writeFileSync(
    join(folder, 'claims.json'),
    JSON.stringify([
      { id: 'keeps', difference: -0.0314, pairs: 55875, verdict: 'supported' },
      { id: 'beats', interval: [0.5, 1], verdict: 'not supported' },
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
});
