/** One block of matrices of scores: methods down, strategies across. */
import { higherIsBetter, type Metric } from '@dsrnn/records';
import { metricUnit } from '../../text/score-text.ts';
import { words } from '../vocabulary/channels.ts';
import type { View } from '../vocabulary/view.ts';
import type { Block } from './matrix-data.ts';
import { GAP, INSET, lettersThatFit, sizeOf, spanOf } from './matrix-layout.ts';

/** Opacity of what was not learned yet. */
const PALE = 0.3;

/** White around a number, then the number: it reaches from pale cells into dark ones. */
const HALO = [{ stroke: 'white', strokeWidth: 2, strokeJoin: 'round' }, { strokeWidth: 0 }] as const;

/** Matrices stand in the bands of strategies and methods, their cells in bands within these. */
export function blockView(block: Block, matrix: number, legend: boolean): View {
  const { title, metric, parts, strategies, methods, cells } = block;
  const size = sizeOf(block, matrix);
  const rising = higherIsBetter(metric);
  const [low, high] = domainOf(
    cells.filter(({ after, part }) => after >= part).map(({ score }) => score),
    metric,
  );
  const positions = Array.from({ length: parts }, (_, i) => i + 1);
  const outer = <Field extends string>(field: Field, sort: readonly string[]) =>
    ({
      field,
      type: 'nominal',
      sort: [...sort],
      scale: { type: 'band', paddingInner: GAP / (size + GAP), paddingOuter: 0 },
    }) as const;
  const inner = <Field extends string>(field: Field) =>
    ({
      field,
      type: 'ordinal',
      scale: { type: 'band', domain: positions, paddingInner: 0, paddingOuter: 0 },
    }) as const;
  const bare = { title: null, domain: false, ticks: false, labelLimit: 0 } as const;
  const x = {
    ...outer('strategy', strategies),
    axis: {
      ...bare,
      orient: 'top',
      labelAngle: -45,
      labelAlign: 'left',
      labelBaseline: 'middle',
      labelPadding: 5,
    },
  } as const;
  const y = { ...outer('method', methods), axis: { ...bare, labelPadding: 6 } } as const;
  return {
    title: { text: title, anchor: 'start', fontSize: 12, offset: 6 },
    width: spanOf(strategies.length, size),
    height: spanOf(methods.length, size),
    view: { stroke: null },
    data: {
      values: cells.map((cell) =>
        cell.forgotten === undefined ? cell : { ...cell, letters: lettersThatFit(cell.forgotten, size) },
      ),
    },
    layer: [
      {
        mark: { type: 'rect', aria: false },
        encoding: {
          ...{ x, xOffset: inner('part'), y, yOffset: inner('after') },
          opacity: { condition: { test: 'datum.after < datum.part', value: PALE }, value: 1 },
          color: {
            field: 'score',
            type: 'quantitative',
            scale: {
              ...(!rising && low > 0 ? { type: 'log' as const } : {}),
              ...{ scheme: 'viridis', domain: [low, high], reverse: !rising, clamp: true, nice: false },
            },
            legend: legend
              ? {
                  ...{ title: `test ${metricUnit(metric)}`, orient: 'right', titleFontWeight: 'normal' },
                  ...{ gradientLength: 110, tickCount: 5 },
                  ...(metric === 'accuracy' ? {} : { format: '.2~g' }),
                }
              : null,
          },
        },
      },
      ...HALO.map((outline) => ({
        transform: [{ filter: 'isValid(datum.forgotten)' }],
        mark: {
          ...{ type: 'text' as const, fontWeight: 'bold' as const, aria: false, ...outline },
          ...{ align: 'right' as const, baseline: 'top' as const, dx: -INSET, dy: INSET },
        },
        encoding: {
          size: { field: 'letters', type: 'quantitative' as const, scale: null },
          x: { ...x, bandPosition: 1 },
          y: { ...y, bandPosition: 0 },
          text: words('forgotten'),
        },
      })),
    ],
  };
}

/** Accuracy from 0 to 100 %, other metrics what these values span. */
function domainOf(values: readonly number[], metric: Metric): [number, number] {
  if (metric === 'accuracy') return [0, 100];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low < high ? [low, high] : [low, low + 1];
}
