import { expect, it } from 'vitest';
import type { TopLevelSpec } from 'vega-lite';
import { methodEncoding } from './method-encoding.ts';
import { methodStyles } from './method-styles.ts';
import { drawSvg } from '../rendering/render.ts';

const widthsOf = async (methods: readonly string[]): Promise<number[]> => {
  const { color, strokeDash, strokeWidth } = methodEncoding(methodStyles(methods));
  const spec: TopLevelSpec = {
    data: { values: methods.flatMap((method, y) => [0, 1].map((x) => ({ method, x, y }))) },
    mark: 'line',
    encoding: {
      x: { field: 'x', type: 'quantitative', axis: null },
      y: { field: 'y', type: 'quantitative', axis: null },
      ...{ color, strokeDash, strokeWidth },
    },
  };
  const lines = (await drawSvg(spec)).matchAll(
    /aria-roledescription="line mark"[^>]*stroke-width="([^"]*)"/g,
  );
  return [...lines].map(([, width]) => Number(width));
};

it('draws every line in the width of its method', async () => {
  expect(await widthsOf(['dense-small', 'ds', 'rigl'])).toEqual([1.4, 2.2, 1.4]);
});

it('draws a single method', async () => {
  expect(await widthsOf(['dense'])).toEqual([1.4]);
});
