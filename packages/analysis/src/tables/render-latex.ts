/** A table as LaTeX, for the booktabs package. */
import type { Table } from './table.ts';
import { heading } from './table.ts';

/** A complete `table` environment with caption, label `tab:<id>` and the notes below. Needs `\usepackage{booktabs}`. */
export function renderLatex({ id, caption, columns, rows, footer, notes }: Table): string {
  const line = (cells: readonly string[]): string => `${cells.map(escapeLatex).join(' & ')} \\\\`;
  const body = rows.map((row) => line(row.map(({ text }) => text)));
  const last = footer.map((row) => line(row.map(({ text }) => text)));
  const lines = [
    '\\begin{table}',
    '\\centering',
    `\\caption{${escapeLatex(caption)}}`,
    `\\label{tab:${id}}`,
    `\\begin{tabular}{${columns.map(({ align }) => (align === 'right' ? 'r' : 'l')).join('')}}`,
    '\\toprule',
    line(columns.map(heading)),
    '\\midrule',
    ...body,
    ...(last.length > 0 ? ['\\midrule', ...last] : []),
    '\\bottomrule',
    '\\end{tabular}',
    ...notes.map((note) => `\\par\\smallskip\\footnotesize ${escapeLatex(note)}`),
    '\\end{table}',
  ];
  return `${lines.join('\n')}\n`;
}

const REPLACEMENTS: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '–': '--',
  '−': '$-$',
  '×': '$\\times$',
  '≥': '$\\geq$',
  '…': '\\dots{}',
};

/** Text with every character that LaTeX would interpret made plain. A leading `[` is guarded against `\\[…]`. */
export function escapeLatex(text: string): string {
  return text
    .replace(/[\\~^–−×≥…&%$#_{}]/g, (character) => REPLACEMENTS[character] ?? `\\${character}`)
    .replace(/^\[/, '{[}');
}
