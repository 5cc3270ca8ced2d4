import { renderMarkdown, type Table } from '@dsrnn/analysis';
import { expect, it } from 'vitest';
import { tableText } from './table-text.ts';

const cell = (text: string) => ({ text, raw: [text] });
const column = (label: string, align: 'left' | 'right') => ({ label, align, unit: null, fields: [label] });
const table: Table = {
  id: 'made',
  caption: 'A table that was made for a test of terminals which are narrower than its lines.',
  columns: [column('Method', 'left'), column('Task', 'left'), column('Difference', 'right')],
  rows: [[cell('untrained-router'), cell('earth-orientation'), cell('−0.0307 [−0.0669, 0.00550] (3)')]],
  footer: [[cell('guess'), cell('earth-orientation'), cell('–')]],
  notes: ['A note that is longer than forty characters in a line.'],
};
const terminal = (columns: number) => ({ isTTY: true, columns, write: () => true });
const longest = (text: string): number => Math.max(...text.split('\n').map(({ length }) => length));

it('is the Markdown in files, in pipes and where a terminal has the room', async () => {
  const markdown = renderMarkdown(table);
  expect(await tableText(table, { columns: 40, write: () => true })).toBe(markdown);
  expect(await tableText(table, terminal(200))).toBe(markdown);
});

it.each([100, 72, 40, 20])('fits a terminal of %i characters', async (columns) => {
  expect(longest(await tableText(table, terminal(columns)))).toBeLessThanOrEqual(columns);
});

it('loses no word where it is wrapped', async () => {
  const text = await tableText(table, terminal(72));
  const cells = [
    ...table.columns.map(({ label }) => label),
    ...[...table.rows, ...table.footer].flat().map((c) => c.text),
  ];
  for (const word of [table.caption, ...cells, ...table.notes].flatMap((one) => one.split(' '))) {
    expect(text).toContain(word);
  }
});
