/** Figure: how much the masks of two classes overlap. Drawn from the probe `masks`. */
import type { Observation } from '@dsrnn/records';
import type { TopLevelSpec } from 'vega-lite';
import type { AnalysisContext } from '../context.ts';
import { AnalysisError } from '../errors.ts';
import { mean } from '../statistics/mean.ts';
import { maskedPlaces, type MaskedPlace } from '../summary/mask-details.ts';
import { minus } from '../text/formatted.ts';
import type { ClassName } from '../context.ts';
import type { PanelPlace } from './vocabulary/figure-page.ts';
import { areNumbers, maskFigure } from './panels/mask-grid.ts';
import { sixDigits } from './panels/panel-data.ts';
import { panelTitleLines } from './vocabulary/panel-title-lines.ts';
import type { View } from './panels/score-panels.ts';

/** Largest side of a cell, and the smallest with room for a number, in pixels. */
const LARGEST_CELL = 36;
const NUMBERED_CELL = 20;
/** In smaller ones classes have their short names. */
const SHORT_CELL = 8;
const LEGEND_HEIGHT = 50;
/** Share of the range of viridis above which black on it has more contrast than white. */
const LIGHT_ABOVE = 0.45;

/**
 * One panel per (architecture, task, method, sparsity): a class by class matrix of the chance-corrected overlap of the mean
 * frequencies, mean over seeds. The colour scale is the same in all panels. Throws AnalysisError if no run was probed or
 * the runs of a place differ in their number of classes.
 */
export function maskOverlap(observations: readonly Observation[], context: AnalysisContext): TopLevelSpec {
  const places = maskedPlaces(observations, context, 'figure mask-overlap');
  const matrices = new Map(places.groups.flat().map((place) => [place, meanMatrix(place)]));
  const least = Math.min(0, ...[...matrices.values()].flat(2));
  const low = Math.max(-1, Math.floor(least * 10) / 10);
  const seeds = places.groups.flat().map(({ runs }) => runs.length);
  const [fewest, most] = [Math.min(...seeds), Math.max(...seeds)];
  const n = fewest === most ? String(most) : `${String(fewest)} to ${String(most)}`;
  return maskFigure(places, context, {
    title: 'Overlap of the masks of two classes',
    meaning: [
      'soft Jaccard index of the mean frequencies of hidden channels, corrected for chance: 0 is chance, 1 is the same channels',
      `sum of min / sum of max over channels; mean over seeds, n = ${n}; one colour scale for all panels`,
    ],
    needs: { left: 44, below: 34, besides: 110 + LEGEND_HEIGHT, tallest: 1, flattest: 1, widest: 360 },
    flow: true,
    panel: (masked, names, place) => overlapPanel(masked, matrices.get(masked)!, low, names, place),
  });
}

function overlapPanel(
  { title }: MaskedPlace,
  matrix: readonly (readonly number[])[],
  low: number,
  names: readonly ClassName[],
  { size: [side], titleSize, first }: PanelPlace,
): View {
  const classes = matrix.length;
  const cell = Math.floor(2 * Math.min(LARGEST_CELL, side / classes)) / 2; // whole pixels of the PNG
  const size = cell * classes;
  const called = (label: number): string => names[label]![cell < SHORT_CELL ? 'short' : 'name'];
  const numbers = areNumbers(names);
  const values = matrix.flatMap((row, a) =>
    row.map((overlap, b) => ({
      ...{ a: called(a), b: called(b) },
      overlap: sixDigits(overlap),
      text: shortNumber(overlap),
    })),
  );
  const sideOf = <Field extends 'a' | 'b'>(field: Field, title: string | null) => ({
    field,
    type: 'ordinal' as const,
    sort: null,
    scale: {
      type: 'band' as const,
      paddingInner: 0,
      paddingOuter: 0,
      domain: names.map((_, label) => called(label)),
    },
    axis: {
      ...{ title, labelAngle: field === 'b' && !numbers ? 270 : 0, ticks: false },
      ...{ labelFontSize: Math.max(5, Math.min(10, cell)), labelLimit: 0, labelOverlap: false },
    },
  });
  const at = {
    x: sideOf('b', numbers ? 'class' : null),
    y: sideOf('a', numbers && first ? 'class' : null),
  };
  return {
    width: size,
    height: size,
    data: { values },
    layer: [
      {
        mark: { type: 'rect', aria: false },
        encoding: {
          ...at,
          color: {
            field: 'overlap',
            type: 'quantitative',
            scale: { scheme: 'viridis', domain: [low, 1], clamp: true },
            legend: {
              ...{ title: 'chance-corrected overlap', orient: 'top', direction: 'horizontal' },
              ...{
                gradientLength: 200,
                titleFontWeight: 'normal',
                format: '.1f',
                values: [0, 0.2, 0.4, 0.6, 0.8, 1],
              },
            },
          },
        },
      },
      ...(cell < NUMBERED_CELL
        ? []
        : [
            {
              mark: { type: 'text' as const, fontSize: 9, aria: false },
              encoding: {
                ...at,
                text: { field: 'text', type: 'nominal' as const },
                color: {
                  condition: {
                    test: `datum.overlap > ${String(sixDigits(low + LIGHT_ABOVE * (1 - low)))}`,
                    value: '#000000',
                  },
                  value: '#ffffff',
                },
              },
            },
          ]),
      panelTitleLines(title, size, titleSize),
    ],
  };
}

/** Mean over seeds, `[classes][classes]`. */
function meanMatrix({ place, runs }: MaskedPlace): number[][] {
  const { classes } = runs[0]!.details;
  const other = runs.find(({ details }) => details.classes !== classes);
  if (other !== undefined) {
    throw new AnalysisError(
      `figure mask-overlap: runs of ${place.architecture}/${place.method}/${place.task} have ${String(classes)} and ${String(other.details.classes)} classes; expected one number per task`,
    );
  }
  return Array.from({ length: classes }, (_, a) =>
    Array.from({ length: classes }, (_, b) => mean(runs.map(({ details }) => details.overlap[a]![b]!))),
  );
}

/** Two decimals without the leading zero: `.43`, `−.05`, `1`. */
function shortNumber(value: number): string {
  const text = minus(value.toFixed(2)).replace('0.', '.').replace('1.00', '1');
  return text === '−.00' ? '.00' : text;
}
