import type { TopLevelSpec } from 'vega-lite';
import { describe, expect, it } from 'vitest';
import { AnalysisError } from '../../errors.ts';
import { renderFigure } from './render.ts';

const spec: TopLevelSpec = {
  width: 100,
  height: 50,
  padding: 10,
  background: 'white',
  data: { values: [{ a: 1, b: 2 }] },
  mark: 'point',
  encoding: {
    x: { field: 'a', type: 'quantitative', axis: null },
    y: { field: 'b', type: 'quantitative', axis: null },
  },
};

const PNG_SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];

describe('renderFigure', () => {
  it('draws SVG, and PNG at twice the size', async () => {
    const { svg, png } = await renderFigure(spec);
    expect([...png.subarray(0, 8)]).toEqual(PNG_SIGNATURE);
    const header = new DataView(png.buffer, png.byteOffset + 16, 8); // IHDR: width, height
    const [, width, height] = /<svg[^>]* width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
    expect([header.getUint32(0), header.getUint32(4)]).toEqual([2 * Number(width), 2 * Number(height)]);
    expect(Number(width)).toBeGreaterThanOrEqual(120);
  });

  it('gives the same bytes again, also when two are drawn at once', async () => {
    const first = await renderFigure(spec);
    const [second, third] = await Promise.all([renderFigure(spec), renderFigure(spec)]);
    expect(second).toEqual(first);
    expect(third).toEqual(first);
  });

  it('writes a datum a line, and JSON that reads back', async () => {
    const { vegaLiteJson } = await renderFigure(spec);
    expect(vegaLiteJson).toContain('\n      { "a": 1, "b": 2 }\n');
    expect(JSON.parse(vegaLiteJson)).toEqual(spec);
  });

  it('draws text: the font is found', async () => {
    const text = (content: string): TopLevelSpec => ({
      ...spec,
      mark: { type: 'text', text: content, font: 'DejaVu Sans' },
    });
    const [blank, written] = await Promise.all([renderFigure(text(' ')), renderFigure(text('score'))]);
    expect(written.png.length).toBeGreaterThan(blank.png.length);
  });

  it('reads no file and no address', async () => {
    await expect(renderFigure({ ...spec, data: { url: 'data.json' } })).rejects.toThrow(AnalysisError);
  });

  it('draws nothing with an attribute that is not a number', async () => {
    // A point scale over one value in a range of one number: what Vega-Lite takes for a width by an ordinal field.
    const nan: TopLevelSpec = {
      ...spec,
      data: { values: [1, 2].map((a) => ({ a, b: a, method: 'only' })) },
      mark: 'line',
      encoding: {
        x: { field: 'a', type: 'quantitative', axis: null },
        y: { field: 'b', type: 'quantitative', axis: null },
        strokeWidth: { field: 'method', type: 'ordinal', legend: null, scale: { range: [1.4] } },
      },
    };
    await expect(renderFigure(nan)).rejects.toThrow('the SVG has stroke-width="NaN"; expected numbers');
  });

  it('draws nothing when the compiler warns', async () => {
    const odd: TopLevelSpec = { ...spec, encoding: { strokeWidth: { field: 'a', type: 'nominal' } } };
    await expect(renderFigure(odd)).rejects.toThrow(/vega-lite reports/);
  });
});
