/** Figure: the score on every part after every part, as heat maps. */
import { higherIsBetter, type Metric, type Observation } from '@dsrnn/records';
import type { TopLevelSpec } from 'vega-lite';
import type { AnalysisContext } from '../context.ts';
import { mean } from '../statistics/mean.ts';
import { sequentialPlaces, type PartPlace } from '../summary/part-places.ts';
import { metricUnit, percentText } from '../text/score-text.ts';
import { inUnit } from './line-panel.ts';
import { sixDigits } from './panel-data.ts';
import { panelGrid } from './panel-grid.ts';
import { panelTitleLines } from './panel-title-lines.ts';
import { partSubtitle } from './part-subtitle.ts';
import type { View } from './score-panels.ts';
import { PANEL_SPACING, themed } from './theme.ts';

const MOST_COLUMNS = 5;
/** Room for the panels of a row; a cell takes whole pixels. */
const ROOM = 780;
const LARGEST_CELL = 24;
/** With more parts the numbers in the cells would be too small to read. */
const MOST_NUMBERED = 6;
/** Place on the scale of viridis, from bad to good, above which black on it has more contrast than white. */
const LIGHT_ABOVE = 0.55;

/**
 * For each stream and architecture a block with a colour scale of its own: methods down, sequential strategies across;
 * with one strategy methods across. Rows of a panel are what was learned last, columns the parts, the colour is the mean over seeds;
 * bright is good, also of errors. Throws AnalysisError if no run learned one part after the other.
 */
export function scoreMatrices(observations: readonly Observation[], context: AnalysisContext): TopLevelSpec {
  const places = sequentialPlaces(observations, context, 'figure score-matrices');
  const blocks = new Map<string, PartPlace[]>();
  for (const one of places) {
    const id = `${one.stream}, ${one.place.architecture}`;
    blocks.set(id, [...(blocks.get(id) ?? []), one]);
  }
  return {
    ...themed('Score on every part after every part', [
      partSubtitle(places, context),
      'rows: after learning this part; columns: test score on this part; mean over seeds',
      'below the diagonal is what was kept, above it what was not learned yet',
      'bright is good; one colour scale for all panels of a stream and architecture',
    ]),
    spacing: PANEL_SPACING,
    vconcat: [...blocks].map(([title, members]) => blockView(title, members)),
    resolve: { scale: { color: 'independent' } },
  };
}

/** Which words stand at a panel: inner panels of a block leave out what the first row and column say. */
interface Words {
  readonly title: string | null;
  /** Lines beside the vertical axis; null leaves out the axis. */
  readonly left: readonly string[] | null;
  readonly below: boolean;
}

function blockView(title: string, places: readonly PartPlace[]): View {
  const metric = places[0]!.place.metric!;
  const strategies = [...new Set(places.map(({ strategy }) => strategy))];
  const sides = [...new Set(places.map(sideOf))];
  const columns = strategies.length === 1 ? Math.min(MOST_COLUMNS, sides.length) : strategies.length;
  const parts = places[0]!.names.length;
  const cell = Math.min(LARGEST_CELL, Math.max(2, Math.floor((ROOM / columns - PANEL_SPACING) / parts)));
  const matrices = new Map(
    places.map((one) => [one, meanMatrix(one).map((row) => row.map((value) => inUnit(value, metric)))]),
  );
  const domain = domainOf([...matrices.values()].flat(2), metric);
  const panel = (strategy: string | null, side: string, words: Words): View => {
    const one = places.find((place) => place.strategy === strategy && sideOf(place) === side);
    if (one === undefined || one.runs.length === 0) return blankPanel(cell * parts);
    return matrixPanel(matrices.get(one)!, metric, domain, cell, words);
  };
  const rows =
    strategies.length === 1
      ? [
          sides.map((side, c) =>
            panel(strategies[0]!, side, {
              title: side,
              left: c % columns === 0 ? ['after part'] : null,
              below: true,
            }),
          ),
        ]
      : sides.map((side, r) =>
          strategies.map((strategy, c) =>
            panel(strategy, side, {
              title: r === 0 ? strategy : null,
              left: c === 0 ? [side, 'after part'] : null,
              below: r === sides.length - 1,
            }),
          ),
        );
  const only = strategies.length === 1 && strategies[0] !== null ? `, ${String(strategies[0])}` : '';
  return {
    title: { text: `${title}${only}`, anchor: 'start', fontSize: 12, offset: 8 },
    ...panelGrid(rows, columns, [cell * parts, cell * parts]),
  };
}

function blankPanel(size: number): View {
  return { width: size, height: size, view: { stroke: null }, data: { values: [] }, mark: 'point' };
}

function sideOf({ place: { method, sparsity } }: PartPlace): string {
  return sparsity === 0 ? method : `${method}, ${percentText(sparsity)}`;
}

/** Accuracy from 0 to 100 %, other metrics what they span. */
function domainOf(values: readonly number[], metric: Metric): [number, number] {
  if (metric === 'accuracy') return [0, 100];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low < high ? [low, high] : [low, low + 1];
}

function matrixPanel(
  values: readonly (readonly number[])[],
  metric: Metric,
  [low, high]: readonly [number, number],
  cell: number,
  { title, left, below }: Words,
): View {
  const parts = values.length;
  const rising = higherIsBetter(metric);
  const logarithmic = !rising && low > 0;
  const middle = rising
    ? low + LIGHT_ABOVE * (high - low)
    : logarithmic
      ? Math.sqrt(low * high)
      : (low + high) / 2;
  const side = (field: 'after' | 'part', words: readonly string[] | null) =>
    ({
      field,
      type: 'ordinal',
      scale: { type: 'band', paddingInner: 0, paddingOuter: 0 },
      axis: {
        ...{ title: words === null ? null : [...words], labels: words !== null },
        ...{ labelAngle: 0, labelOverlap: true, ticks: false },
      },
    }) as const;
  const at = { x: side('part', below ? ['part'] : null), y: side('after', left) };
  const test = `datum.score ${rising ? '>' : '<'} ${String(sixDigits(middle))}`;
  return {
    width: cell * parts,
    height: cell * parts,
    data: {
      values: values.flatMap((row, i) =>
        row.map((score, j) => ({ after: i + 1, part: j + 1, score, text: shortScore(score, metric) })),
      ),
    },
    layer: [
      {
        mark: { type: 'rect', aria: false },
        encoding: {
          ...at,
          color: {
            field: 'score',
            type: 'quantitative',
            scale: {
              ...(logarithmic ? { type: 'log' as const } : {}),
              ...{ scheme: 'viridis', domain: [low, high], reverse: !rising, clamp: true, nice: false },
            },
            legend: {
              ...{ title: `test ${metricUnit(metric)}`, orient: 'right', titleFontWeight: 'normal' },
              ...{ gradientLength: 110, tickCount: 5 },
              ...(metric === 'accuracy' ? {} : { format: '.2~g' }),
            },
          },
        },
      },
      ...(parts > MOST_NUMBERED
        ? []
        : [
            {
              mark: { type: 'text' as const, fontSize: 9, aria: false },
              encoding: {
                ...at,
                text: { field: 'text', type: 'nominal' as const },
                color: { condition: { test, value: '#000000' }, value: '#ffffff' },
              },
            },
          ]),
      ...(title === null ? [] : [panelTitleLines([title], cell * parts)]),
    ],
  };
}

/** Mean over seeds, `[stages][parts]`; empty without a run. */
function meanMatrix({ runs, names }: PartPlace): number[][] {
  if (runs.length === 0) return [];
  return names.map((_, i) => names.map((__, j) => mean(runs.map(({ parts }) => parts.scores[i]![j]!))));
}

/** Whole percent of accuracy, two digits of the others, `.43` for 0.43. */
function shortScore(score: number, metric: Metric): string {
  if (metric === 'accuracy') return score.toFixed(0);
  return String(Number(score.toPrecision(2))).replace(/^0\./, '.');
}
