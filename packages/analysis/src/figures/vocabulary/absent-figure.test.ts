import { expect, it } from 'vitest';
import { absentFigure } from './absent-figure.ts';
import { renderFigure } from '../rendering/render.ts';

const reason =
  'figure differences: no run of the reference dense completed, so there is nothing to compare with; ' +
  'run the experiment again with another reference';

it('is a panel that says why, in every form of a figure', async () => {
  const { vegaLiteJson, svg, png } = await renderFigure(absentFigure('Differences', reason));
  expect(vegaLiteJson).toContain('Differences: not drawn');
  const lines = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
  expect(lines.join(' ')).toContain(reason);
  expect(png.length).toBeGreaterThan(1000);
});

it('keeps its text inside the panel', async () => {
  const { svg } = await renderFigure(absentFigure('Differences', `${reason} ${reason}`));
  const [, width = ''] = /<svg[^>]* width="(\d+)"/.exec(svg) ?? [];
  // The panel and its padding: longer text would have widened the drawing.
  expect(Number(width)).toBeLessThanOrEqual(560 + 2 * 12 + 1);
});
