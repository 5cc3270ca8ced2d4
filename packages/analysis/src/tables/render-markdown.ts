/** A table as GitHub-flavoured Markdown that is also readable as plain text. */
import { wrapText } from '@dsrnn/portable';
import type { Table } from './table.ts';
import { heading } from './table.ts';

const CAPTION_WIDTH = 100;

/**
 * Caption, pipe table with its columns padded to one width, notes. Footer rows come last, in italics. Ends with a line
 * break.
 */
export function renderMarkdown({ caption, columns, rows, footer, notes }: Table): string {
  const cells = [
    columns.map((column) => escape(heading(column))),
    ...rows.map((row) => row.map(({ text }) => escape(text))),
    ...footer.map((row) => row.map(({ text }) => `*${escape(text)}*`)),
  ];
  const widths = columns.map((_, i) => Math.max(3, ...cells.map((row) => row[i]?.length ?? 0)));
  const right = columns.map(({ align }) => align === 'right');
  const [head, ...body] = cells.map((row) =>
    row.map((cell, i) => (right[i] === true ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))),
  );
  const rule = widths.map((width, i) =>
    right[i] === true ? `${'-'.repeat(width - 1)}:` : `:${'-'.repeat(width - 1)}`,
  );
  const lines = [
    ...wrapText(escape(caption), CAPTION_WIDTH),
    '',
    ...[head!, rule, ...body].map((row) => `| ${row.join(' | ')} |`),
  ];
  if (notes.length > 0) lines.push('', ...notes.map((note) => `- ${escape(note)}`));
  return `${lines.join('\n')}\n`;
}

function escape(text: string): string {
  return text.replace(/([\\|*_`<])/g, '\\$1').replace(/\r?\n/g, ' ');
}
