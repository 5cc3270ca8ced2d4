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

const quoted = [...read('README.md').matchAll(/<!-- the table of (\S+\.md)/g)].map((match) => match[1]!);

test('the README quotes verdicts', () => {
  expect(quoted.length).toBeGreaterThan(0);
});

test.each(quoted)('it quotes %s to the letter', (file) => {
  const ours = tableAfter(read('README.md'), `<!-- the table of ${file}`);
  expect(ours.length).toBeGreaterThan(1);
  expect(ours).toEqual(tableAfter(read(file), '|'));
});
