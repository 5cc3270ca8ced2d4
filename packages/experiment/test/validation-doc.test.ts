/** The page about validation is true: each rule has its words in the file that it names, and no file of checks is left out. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const docs = fileURLToPath(new URL('../../../docs', import.meta.url));
const text = readFileSync(join(docs, 'validation.md'), 'utf8');
const rows = [...text.matchAll(/^\|.*\| `([^`]+)` *\| \[[^\]]+\]\(([^)]+)\) *\|$/gm)].map(
  ([, words = '', file = '']) => ({ words, file }),
);

test.each(rows)('"$words" stands in $file', ({ words, file }) => {
  expect(existsSync(join(docs, file))).toBe(true);
  expect(readFileSync(join(docs, file), 'utf8')).toContain(words);
});

test('every row of its tables is such a rule, and every file of checks has one', () => {
  const lines = text
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\| (refused|noticed|-)/.test(line));
  expect(rows).toHaveLength(lines.length);
  const named = rows.map(({ file }) => file.split('/').at(-1));
  const checks = readdirSync(fileURLToPath(new URL('../src/declare/checks', import.meta.url)));
  expect([...checks, 'claim-runs.ts'].filter((file) => !named.includes(file))).toEqual([]);
});
