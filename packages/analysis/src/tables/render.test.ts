import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../test/parse-csv.ts';
import { renderCsv } from './render-csv.ts';
import { renderLatex } from './render-latex.ts';
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

const place = { experiment: 'toys', profile: 'quick' };

describe('renderLatex', () => {
  it('is a booktabs table whose rows have as many cells as columns', () => {
    const latex = renderLatex(table, place);
    expect(latex).toContain('\\begin{tabular}{lr}\n\\toprule\nName & Score (\\%) \\\\\n\\midrule');
    expect(latex).toContain('none & -- \\\\\n\\midrule\nfloor & 10.0 \\\\\n\\bottomrule');
    expect(latex).toContain('\\caption{A toy, 5 \\% \\textbar{} of it}\\label{tab:toys-quick-toy}');
  });

  it('has a label of its own in every experiment and profile', () => {
    const labels = ['a', 'b'].flatMap((experiment) =>
      ['quick', 'laptop'].map(
        (profile) => /\\label\{.*?\}/.exec(renderLatex(table, { experiment, profile }))![0],
      ),
    );
    expect(new Set(labels).size).toBe(4);
  });

  it('stands across where it is wider than a page, and in parts where it is wider than that', () => {
    const numbers = (count: number): Table => ({
      ...table,
      columns: [
        table.columns[0]!,
        ...Array.from({ length: count }, (_, i) => ({ ...table.columns[1]!, label: `Score ${String(i)}` })),
      ],
      rows: ['a', 'b'].map((name) => [
        textCell(name),
        ...Array.from({ length: count }, (_, i) => textCell(`${String(10 + i)}.3 [30.0, 45.1]`)),
      ]),
      footer: [],
    });
    const [narrow = '', across = '', parts = ''] = [2, 6, 15].map((count) =>
      renderLatex(numbers(count), place),
    );
    expect(narrow).toContain('\\begin{table}');
    expect(across).toContain('\\begin{landscape}');
    expect(across.match(/\\begin\{longtable\}/g)).toHaveLength(1);
    // Each part names the rows; each column is in one part; the caption is numbered once.
    const count = parts.match(/\\begin\{longtable\}/g)?.length ?? 0;
    expect(count).toBeGreaterThan(1);
    expect(parts.match(/^a & /gm)).toHaveLength(count);
    for (let i = 0; i < 15; i++) expect(parts.split(`${String(10 + i)}.3 [`)).toHaveLength(3);
    expect(parts.match(/\\label/g)).toHaveLength(1);
    expect(parts).toContain(`Table~\\ref{tab:toys-quick-toy}, part 2 of ${String(count)}.`);
  });

  it('is broken over pages where it is longer than one', () => {
    const rows = Array.from({ length: 60 }, (_, i) => [textCell(`row ${String(i)}`), emptyCell(2)]);
    expect(renderLatex({ ...table, rows }, place)).toMatch(/\\begin\{longtable\}\{lr\}[^]*\\endhead/);
  });

  it('never ends a row before a star or a bracket, which the row end would take for its argument', () => {
    const rows = ['*star', '[0, 1]', 'plain'].map((name) => [textCell(name), emptyCell(2)]);
    const latex = renderLatex({ ...table, rows }, place);
    expect(latex).toContain('\n{*}star & ');
    expect(latex).toContain('\n{[}0, 1] & ');
    expect(latex).not.toMatch(/\\\\\s*[*[]/);
  });
});
