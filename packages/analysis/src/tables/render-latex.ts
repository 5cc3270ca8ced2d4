/** A table as LaTeX that fits on the page, with packages that every installation has. */
import type { AnalysisContext } from '../context.ts';
import { escapeCell, escapeLatex } from './escape-latex.ts';
import { COLUMN_SEP, latexColumns, splitColumns, totalWidth, type LatexColumn } from './latex-columns.ts';
import { latexWidth } from './latex-width.ts';
import type { Cell, Table } from './table.ts';

/** What a document must load. */
export const LATEX_PACKAGES = ['array', 'booktabs', 'longtable', 'lscape'] as const;

/** `\textwidth` and `\textheight` of the class article at 10 points, in points: the least that common classes have. */
const TEXT_WIDTH = 345;
const TEXT_HEIGHT = 550;
/** Lines of caption, rows and notes that go on one page as a float; a longer table is broken over pages. */
const FLOAT_LINES = 40;

/**
 * A table with caption, label `tab:<experiment>-<profile>-<id>` and the notes below. It stands upright where it is no wider
 * than a page, else across; one that is wider even than that comes in parts, each with the columns that tell the rows
 * apart. Long ones are broken over pages.
 */
export function renderLatex(
  table: Table,
  { experiment, profile }: Pick<AnalysisContext, 'experiment' | 'profile'>,
): string {
  const label = `tab:${experiment}-${profile}-${table.id}`;
  const columns = latexColumns(table);
  const upright = totalWidth(columns) <= TEXT_WIDTH;
  const parts = splitColumns(table, columns, upright ? TEXT_WIDTH : TEXT_HEIGHT);
  const notes = table.notes.map((note) => `\\par\\smallskip ${escapeLatex(note)}`);
  const lines =
    upright && parts.length === 1 && lineCount(table) <= FLOAT_LINES
      ? float(table, parts[0]!, label, notes)
      : [
          ...(upright ? ['\\begingroup'] : ['\\begin{landscape}']),
          ...settings,
          ...parts.flatMap((part, i) => broken(table, part, captionOf(table, label, i, parts.length))),
          ...notes,
          ...(upright ? ['\\par\\endgroup'] : ['\\end{landscape}']),
        ];
  return `% Needs \\usepackage{${LATEX_PACKAGES.join(',')}}\n${lines.join('\n')}\n`;
}

const settings = [
  '\\footnotesize\\sloppy',
  `\\setlength{\\tabcolsep}{${COLUMN_SEP}pt}`,
  '\\setlength{\\LTcapwidth}{\\linewidth}',
];

function lineCount({ caption, rows, footer, notes }: Table): number {
  const texts = [caption, ...notes].map((text) => Math.ceil((1.3 * latexWidth(text)) / TEXT_WIDTH));
  return rows.length + footer.length + texts.reduce((sum, lines) => sum + 1.5 * lines, 0);
}

function captionOf({ caption }: Table, label: string, part: number, parts: number): string {
  if (part === 0) return `\\caption{${escapeLatex(caption)}}\\label{${label}}`;
  return `\\caption*{Table~\\ref{${label}}, part ${part + 1} of ${parts}.}`;
}

function float(
  table: Table,
  columns: readonly LatexColumn[],
  label: string,
  notes: readonly string[],
): string[] {
  return [
    '\\begin{table}',
    '\\centering',
    captionOf(table, label, 0, 1),
    ...settings.slice(0, 2),
    `\\begin{tabular}{${preamble(table, columns)}}`,
    ...headLines(columns),
    ...bodyLines(table, columns),
    '\\bottomrule',
    '\\end{tabular}',
    ...notes,
    '\\end{table}',
  ];
}

function broken(table: Table, columns: readonly LatexColumn[], caption: string): string[] {
  return [
    `\\begin{longtable}{${preamble(table, columns)}}`,
    `${caption}\\\\`,
    ...headLines(columns),
    '\\endfirsthead',
    ...headLines(columns),
    '\\endhead',
    '\\bottomrule',
    '\\endfoot',
    ...bodyLines(table, columns),
    '\\end{longtable}',
  ];
}

function preamble(table: Table, columns: readonly LatexColumn[]): string {
  const letters = columns.map(({ index, width, wraps }) => {
    if (wraps) return `>{\\raggedright\\arraybackslash}p{${width.toFixed(1)}pt}`;
    return table.columns[index]?.align === 'right' ? 'r' : 'l';
  });
  return letters.join('');
}

function headLines(columns: readonly LatexColumn[]): string[] {
  const cells = columns.map(({ head }) => {
    const [only = '', ...more] = head.map(escapeCell);
    return more.length === 0 ? only : `\\shortstack{${[only, ...more].join('\\\\')}}`;
  });
  return ['\\toprule', `${cells.join(' & ')} \\\\`, '\\midrule'];
}

function bodyLines({ rows, footer }: Table, columns: readonly LatexColumn[]): string[] {
  const line = (row: readonly Cell[]): string =>
    `${columns.map(({ index }) => escapeCell(row[index]?.text ?? '')).join(' & ')} \\\\`;
  return [...rows.map(line), ...(footer.length > 0 ? ['\\midrule', ...footer.map(line)] : [])];
}
