import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (file: string): string => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');

/** Cells of the rows of the first Markdown table after `mark`, free of padding. */
function tableAfter(text: string, mark: string): string[][] {
  const lines = text.slice(text.indexOf(mark)).split('\n');
  const from = lines.findIndex((line) => line.startsWith('|'));
  const rows = lines.slice(
    from,
    lines.findIndex((line, i) => i > from && !line.startsWith('|')),
  );
  return rows
    .filter((_, i) => i !== 1) // the rule under the header
    .map((row) => row.split('|').map((cell) => cell.trim()));
}

test('the README quotes the committed verdicts to the letter', () => {
  const quoted = tableAfter(read('README.md'), '<!-- the table of results/sparsity/quick/claims.md');
  expect(quoted.length).toBeGreaterThan(1);
  expect(quoted).toEqual(tableAfter(read('results/sparsity/quick/claims.md'), '|'));
});
