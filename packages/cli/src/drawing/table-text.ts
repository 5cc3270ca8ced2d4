/** A table for the eyes: Markdown, which a terminal that is narrower than its lines would tear apart. */
import type { Table } from '@dsrnn/analysis';
import { wrapText } from '@dsrnn/portable';
import { widthOf, type TextSink } from '../session.ts';
import { alignColumns } from '../text-columns.ts';

/** The Markdown of a table; where `sink` is a terminal too narrow for it, the same cells wrapped to its width. */
export async function tableText(table: Table, sink: TextSink): Promise<string> {
  const { renderMarkdown } = await import('@dsrnn/analysis');
  const markdown = renderMarkdown(table);
  const width = widthOf(sink);
  const fits = markdown.split('\n').every((line) => !line.startsWith('|') || line.length <= width);
  return sink.isTTY !== true || fits ? markdown : wrappedTable(table, width);
}

async function wrappedTable(
  { caption, columns, rows, footer, notes }: Table,
  width: number,
): Promise<string> {
  const { heading } = await import('@dsrnn/analysis');
  const right = columns.findIndex(({ align }) => align === 'right');
  const cells = [columns.map(heading), ...[...rows, ...footer].map((row) => row.map(({ text }) => text))];
  return [
    ...wrapText(caption, width),
    '',
    ...alignColumns(cells, right < 0 ? columns.length : right, width),
    ...(notes.length === 0 ? [] : ['']),
    ...notes.flatMap((note) => wrapText(note, width - 2).map((line, i) => `${i === 0 ? '- ' : '  '}${line}`)),
    '',
  ].join('\n');
}
