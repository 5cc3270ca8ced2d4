/** Observations in, everything that is written out. Made-up observations; see made-observations.ts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AnalysisError,
  compileFigure,
  figures,
  renderCsv,
  renderFigure,
  renderLatex,
  renderMarkdown,
  selectRecipes,
  tables,
} from '../src/index.ts';
import { withCurve } from './made-curves.ts';
import { withInterference } from './made-interference.ts';
import { withMasks } from './made-masks.ts';
import { withParts } from './made-parts.ts';
import { madeContext, madeGrid } from './made-observations.ts';
import { madeTimes } from './made-times.ts';
import { parseCsv } from './parse-csv.ts';

const all = madeGrid(4, { digits: 'accuracy', adding: 'mse' }, ['gru', 'lstm']).filter(
  ({ method, sparsity }) => ['dense', 'ds', 'rigl'].includes(method) && [0, 0.5, 0.9].includes(sparsity),
);
const MASKS = { classes: 3, channels: 8, examples: 6, focus: 0.5 };
const runs = withInterference(
  all
    .filter(({ method, seed, task }) => !(method === 'rigl' && seed === 4 && task === 'digits'))
    .map((run) =>
      run.method === 'rigl' && run.seed === 1 && run.sparsity === 0.9
        ? { ...run, score: null, validationScore: null, status: 'diverged' as const }
        : run,
    )
    .map((run) => (run.method === 'dense' ? run : withMasks(run, MASKS)))
    .map((run) => ({ ...withParts(run, run.task === 'digits' ? 3 : 2), score: run.score }))
    .map((run) => withCurve(run, 4, 50)),
);
const times = madeTimes(
  all.filter(({ method, sparsity, task }) => !(method === 'rigl' && sparsity === 0.5 && task === 'adding')),
);
const context = madeContext(all, { choices: selectRecipes(runs, ['quick']).choices, times });

const lstmContext = madeContext(
  all.filter(({ architecture }) => architecture === 'lstm'),
  { times },
);

const texts = (observations: typeof runs): string[] => [
  ...tables
    .map(({ build }) => build(observations, context))
    .flatMap((table) => [renderMarkdown(table), renderCsv(table), renderLatex(table, context)]),
  ...figures.map(({ build }) => JSON.stringify(build(observations, context))),
];

describe('the analysis of a grid', () => {
  it('gives the same bytes for every order of the observations', () => {
    const expected = texts(runs);
    fc.assert(
      fc.property(fc.shuffledSubarray(runs, { minLength: runs.length }), (shuffled) => {
        expect(texts(shuffled)).toEqual(expected);
      }),
      { numRuns: 4 },
    );
  });

  it.each(tables)('table $id has equally long rows in every form', ({ build }) => {
    const table = build(runs, context);
    const records = parseCsv(renderCsv(table));
    expect(new Set(records.map((record) => record.length)).size).toBe(1);
    expect(records).toHaveLength(1 + table.rows.length + table.footer.length);
    const bars = renderMarkdown(table)
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map((line) => line.replaceAll('\\|', '').split('|').length);
    expect(new Set(bars)).toEqual(new Set([table.columns.length + 2]));
    const parts = renderLatex(table, context)
      .split(/\\begin\{(?:tabular|longtable)\}/)
      .slice(1);
    const cells = parts.map((part) => {
      const lines = part.split('\n').filter((line) => line.endsWith(' \\\\'));
      const counts = new Set(lines.map((line) => line.replaceAll('\\&', '').split('&').length));
      expect(counts.size).toBe(1);
      return [...counts][0]!;
    });
    // A table in parts repeats its first columns in each of them, the others stand in one.
    const repeated =
      parts.length === 1 ? 0 : (cells.reduce((a, b) => a + b) - table.columns.length) / (parts.length - 1);
    expect(Number.isInteger(repeated)).toBe(true);
    expect(repeated).toBeLessThan(Math.min(...cells) + Number(parts.length === 1));
    expect(table.notes.join()).toMatch(/4 of (80|64) runs missing/); // 64 without dense
  });

  it.each(figures)('figure $id compiles to the Vega that was looked at', async ({ id, build }) => {
    const vega = compileFigure(
      build(
        runs.filter(({ architecture }) => architecture === 'lstm'),
        lstmContext,
      ),
    );
    await expect(`${JSON.stringify(vega, null, 1)}\n`).toMatchFileSnapshot(`__snapshots__/${id}.vg.snap`);
  });

  it.each(figures)('figure $id is drawn', async ({ build }) => {
    const { svg, png, vegaLiteJson } = await renderFigure(build(runs, context));
    expect(svg).toMatch(/>ds(, [^<]*)?<\/t(ext|span)>/);
    expect(svg).toContain('profile quick');
    expect(svg).toMatch(/\d of \d+ div\.|diverged runs/);
    expect([...png.subarray(1, 4)]).toEqual([80, 78, 71]);
    expect(new DataView(png.buffer, png.byteOffset + 16).getUint32(0)).toBeGreaterThan(1200);
    expect(vegaLiteJson).toContain('https://vega.github.io/schema/vega-lite/v6.json');
  });

  it.each(figures)(
    'figure $id is not drawn without runs, and its error begins with its name',
    ({ id, build }) => {
      expect(() => build([], context)).toThrow(AnalysisError);
      expect(() => build([], context)).toThrow(new RegExp(`^figure ${id}: `));
    },
  );
});
