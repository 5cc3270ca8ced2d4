import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../test/parse-csv.ts';
import { renderCsv } from './render-csv.ts';
import { escapeLatex, renderLatex } from './render-latex.ts';
import { renderMarkdown } from './render-markdown.ts';
import type { Table } from './table.ts';
import { emptyCell, textCell } from './table.ts';

const table: Table = {
  id: 'toy',
  caption: 'A toy, 5 % | of it',
  columns: [
    { label: 'Name', align: 'left', unit: null, fields: ['name'] },
    { label: 'Score', align: 'right', unit: '%', fields: ['score', 'low'] },
  ],
  rows: [
    [textCell('a,"b"\nc|d_e'), { text: '33.3 [30.0]', raw: [1 / 3, 0.3] }],
    [textCell('none'), emptyCell(2)],
  ],
  footer: [[textCell('floor'), { text: '10.0', raw: [0.1, null] }]],
  notes: ['1 of 3 runs missing.'],
};

describe('renderMarkdown', () => {
  it('writes caption, aligned columns, escaped cells and notes', () => {
    expect(renderMarkdown(table)).toBe(
      [
        'A toy, 5 % \\| of it',
        '',
        '| Name          |   Score (%) |',
        '| :------------ | ----------: |',
        '| a,"b" c\\|d\\_e | 33.3 [30.0] |',
        '| none          |           – |',
        '| *floor*       |      *10.0* |',
        '',
        '- 1 of 3 runs missing.',
        '',
      ].join('\n'),
    );
  });
});

describe('renderCsv', () => {
  it('reads back as the raw values, one in each column', () => {
    const [header, ...records] = parseCsv(renderCsv(table));
    expect(header).toEqual(['name', 'score', 'low']);
    expect(records).toEqual([
      ['a,"b"\nc|d_e', '0.3333333333333333', '0.3'],
      ['none', '', ''],
      ['floor', '0.1', ''],
    ]);
    expect(Number(records[0]?.[1])).toBe(1 / 3);
  });
});

describe('renderLatex', () => {
  it('is a booktabs table whose rows have as many cells as columns', () => {
    const latex = renderLatex(table);
    expect(latex).toContain('\\begin{tabular}{lr}\n\\toprule\nName & Score (\\%) \\\\\n\\midrule');
    expect(latex).toContain('none & -- \\\\\n\\midrule\nfloor & 10.0 \\\\\n\\bottomrule');
    expect(latex).toContain('\\caption{A toy, 5 \\% | of it}\n\\label{tab:toy}');
  });

  it('makes every character plain that LaTeX would interpret', () => {
    expect(escapeLatex('a_b & 5 % $x$ #1 {y} ~^\\ −1')).toBe(
      'a\\_b \\& 5 \\% \\$x\\$ \\#1 \\{y\\} \\textasciitilde{}\\textasciicircum{}\\textbackslash{} $-$1',
    );
  });
});
