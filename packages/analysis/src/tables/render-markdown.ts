/** A table as GitHub-flavoured Markdown. */
import type { Table } from './table.ts';
import { heading } from './table.ts';

/** Caption, pipe table, notes. Footer rows come last, in italics. Ends with a line break. */
export function renderMarkdown({ caption, columns, rows, footer, notes }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const lines = [
    escape(caption),
    '',
    line(columns.map((column) => escape(heading(column)))),
    line(columns.map(({ align }) => (align === 'right' ? '--:' : ':--'))),
    ...rows.map((row) => line(row.map(({ text }) => escape(text)))),
    ...footer.map((row) => line(row.map(({ text }) => `*${escape(text)}*`))),
  ];
  if (notes.length > 0) lines.push('', ...notes.map((note) => `- ${escape(note)}`));
  return `${lines.join('\n')}\n`;
}

function escape(text: string): string {
  return text.replace(/([\\|*_`<])/g, '\\$1').replace(/\r?\n/g, ' ');
}
