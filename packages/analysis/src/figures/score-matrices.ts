/** Figure: the score on every part after every part, as small heat maps. */
import { higherIsBetter, type Metric, type Observation } from '@dsrnn/records';
import type { TopLevelSpec } from 'vega-lite';
import type { AnalysisContext } from '../context.ts';
import { orderLabels } from '../order.ts';
import { mean } from '../statistics/mean.ts';
import { sequentialPlaces, type PartPlace } from '../summary/part-places.ts';
import { minus } from '../text/formatted.ts';
import { metricUnit, percentText } from '../text/score-text.ts';
import { wrapText } from '@dsrnn/portable';
import { inUnit } from './panels/line-panel.ts';
import { partSubtitle } from './vocabulary/part-subtitle.ts';
import type { View } from './panels/score-panels.ts';
import { CONTENT_HEIGHT, CONTENT_WIDTH } from './vocabulary/page.ts';
import { PANEL_SPACING, SUBTITLE_CHARACTER, themed, titleBlockHeight } from './vocabulary/theme.ts';

/** About the size of a matrix at most; a cell takes whole pixels. */
const LARGEST = 46;
const SMALLEST = 12;
const GAP = 4;
/** What labels of methods and a legend take of the width of a row, and titles of its height. */
const CHARACTER = 6;
const LEGEND = 80;
const OVERHANG = 32;
const TITLES = 76;
/** Between a number and the corner of its matrix. */
const INSET = 2;
/** Width of a bold digit, about that of a sign, in em. */
const BOLD_DIGIT = 0.72;
/** Opacity of what was not learned yet. */
const PALE = 0.3;

/** White around a number, then the number: it reaches from pale cells into dark ones. */
const HALO = [{ stroke: 'white', strokeWidth: 2, strokeJoin: 'round' }, { strokeWidth: 0 }] as const;

/** Blocks differ in their numbers of parts and in what is a good error. */
const BLOCKS_APART = {
  scale: { color: 'independent', xOffset: 'independent', yOffset: 'independent' },
} as const;

/** The matrices of one stream and architecture. */
interface Block {
  readonly title: string;
  readonly metric: Metric;
  readonly parts: number;
  readonly strategies: readonly string[];
  readonly methods: readonly string[];
  readonly cells: readonly MatrixCell[];
}

/** One cell: mean score over seeds in the unit of the metric. */
interface MatrixCell {
  readonly strategy: string;
  readonly method: string;
  readonly after: number;
  readonly part: number;
  readonly score: number;
  /** Mean forgetting over seeds; at the last part after the first, where there is room for it. */
  readonly forgotten?: string;
}

/**
 * For each stream and architecture a block: methods down, sequential strategies across. Rows of a matrix are what was
 * learned last, columns the parts, the colour is the mean over seeds, pale above the diagonal; bright is good, also of
 * errors. Accuracy has one scale in all blocks, errors one in each, over what was learned. Throws AnalysisError if no
 * run learned one part after the other.
 */
export function scoreMatrices(observations: readonly Observation[], context: AnalysisContext): TopLevelSpec {
  const places = sequentialPlaces(observations, context, 'figure score-matrices');
  const rowOf = rowNames(places);
  const architectures = new Set(places.map(({ place }) => place.architecture));
  const byBlock = new Map<string, PartPlace[]>();
  for (const one of places) {
    const title = architectures.size === 1 ? one.stream : `${one.stream}, ${one.place.architecture}`;
    byBlock.set(title, [...(byBlock.get(title) ?? []), one]);
  }
  const blocks = [...byBlock].flatMap(([title, members]) => blockOf(title, members, context, rowOf) ?? []);
  const firstOfAccuracy = blocks.find(({ metric }) => metric === 'accuracy');
  const subtitle = [
    partSubtitle(places, context),
    'matrices: row i after learning part i, column j the test score on part j, mean over seeds; bright is good, pale is not learned yet',
    'a column that darkens downwards is forgotten; number: forgetting from the best, mean over seeds, in points of accuracy, or in the error',
  ].flatMap((line) => wrapText(line, Math.floor(CONTENT_WIDTH / SUBTITLE_CHARACTER)));
  const hasLegend = (block: Block): boolean => block.metric !== 'accuracy' || block === firstOfAccuracy;
  const room = CONTENT_HEIGHT - titleBlockHeight(subtitle.length);
  const { matrix, rows } = largestRows(blocks, hasLegend, room);
  return {
    ...themed('Score on every part after every part', subtitle),
    spacing: PANEL_SPACING,
    vconcat: rows.map((row) => ({
      hconcat: row.map((block) => blockView(block, matrix, hasLegend(block))),
      spacing: PANEL_SPACING,
      resolve: BLOCKS_APART,
    })),
    resolve: BLOCKS_APART,
  };
}

/** The blocks in rows from the left, as many as fit, with the largest matrices for which they fit into `room` pixels. */
function largestRows(blocks: readonly Block[], hasLegend: (block: Block) => boolean, room: number) {
  for (let matrix = LARGEST; ; matrix -= 1) {
    const rows: Block[][] = [];
    let free = 0;
    for (const block of blocks) {
      const labels = CHARACTER * Math.max(...block.methods.map(({ length }) => length));
      const matrices = spanOf(block.strategies.length, sizeOf(block, matrix));
      const width = labels + matrices + (hasLegend(block) ? LEGEND : OVERHANG);
      if (width > free) {
        rows.push([]);
        free = CONTENT_WIDTH;
      }
      rows.at(-1)!.push(block);
      free -= width + PANEL_SPACING;
    }
    const heights = rows.map((row) =>
      Math.max(...row.map((block) => TITLES + spanOf(block.methods.length, sizeOf(block, matrix)))),
    );
    const height = heights.reduce((sum, one) => sum + one + PANEL_SPACING, 0);
    if (height <= room || matrix === SMALLEST) return { matrix, rows };
  }
}

/** Names of rows: methods, with their sparsity where there are several above 0. */
function rowNames(places: readonly PartPlace[]): (one: PartPlace) => string {
  const sparse = new Set(places.map(({ place }) => place.sparsity).filter((sparsity) => sparsity > 0));
  return ({ place: { method, sparsity } }) =>
    sparse.size < 2 || sparsity === 0 ? method : `${method}, ${percentText(sparsity)}`;
}

/** The block of these places; null where none of them has a run. */
function blockOf(
  title: string,
  places: readonly PartPlace[],
  context: AnalysisContext,
  rowOf: (one: PartPlace) => string,
): Block | null {
  const done = places.filter(({ runs }) => runs.length > 0);
  const metric = done[0]?.place.metric ?? null;
  if (metric === null) return null;
  const inOrder = orderLabels(
    context.methods,
    done.map(({ place }) => place.method),
  ).flatMap((method) => done.filter(({ place }) => place.method === method));
  return {
    title,
    metric,
    parts: done[0]!.names.length,
    strategies: [...new Set(done.map(strategyOf))],
    methods: [...new Set(inOrder.map(rowOf))],
    cells: done.flatMap((one) => cellsOf(one, metric, rowOf(one))),
  };
}

/** Matrices stand in the bands of strategies and methods, their cells in bands within these. */
function blockView(block: Block, matrix: number, legend: boolean): View {
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
          text: { field: 'forgotten', type: 'nominal' as const },
        },
      })),
    ],
  };
}

/** The size at which a bold number stays within a matrix, in pixels. */
export function lettersThatFit(text: string, size: number): number {
  const fitting = (size - 2 * INSET) / (BOLD_DIGIT * text.length);
  return Math.min(size < 36 ? 8 : 10, Math.floor(2 * fitting) / 2);
}

/** Width and height of each matrix of a block. */
function sizeOf({ parts }: Block, matrix: number): number {
  return parts * Math.max(2, Math.floor(matrix / parts));
}

/** Length of so many matrices side by side. */
function spanOf(count: number, size: number): number {
  return count * size + (count - 1) * GAP;
}

/** The cells of a place, rows first. */
function cellsOf(one: PartPlace, metric: Metric, method: string): MatrixCell[] {
  const { runs, names } = one;
  const forgetting = runs.flatMap(({ parts }) => parts.measures['forgetting'] ?? []);
  return names.flatMap((_, i) =>
    names.map((__, j): MatrixCell => {
      const score = inUnit(mean(runs.map(({ parts }) => parts.scores[i]![j]!)), metric);
      const corner = i === 0 && j === names.length - 1 && forgetting.length > 0;
      return {
        ...{ strategy: strategyOf(one), method },
        ...{ after: i + 1, part: j + 1, score },
        ...(corner ? { forgotten: shortDifference(mean(forgetting), metric) } : {}),
      };
    }),
  );
}

function strategyOf({ strategy }: PartPlace): string {
  return strategy ?? '';
}

/** Accuracy from 0 to 100 %, other metrics what these values span. */
function domainOf(values: readonly number[], metric: Metric): [number, number] {
  if (metric === 'accuracy') return [0, 100];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low < high ? [low, high] : [low, low + 1];
}

/** Whole points of accuracy, two decimals of the others, `.43` for 0.43. */
function shortDifference(difference: number, metric: Metric): string {
  const rounded = metric === 'accuracy' ? Math.round(100 * difference) : Number(difference.toFixed(2));
  return minus(String(rounded)).replace(/^(−?)0\./, '$1.');
}
