/** Figure: how much the masks of two classes overlap. Drawn from the probe `masks`. */
import type { Observation } from '@dsrnn/records';
import type { TopLevelSpec } from 'vega-lite';
import type { AnalysisContext } from '../context.ts';
import { AnalysisError } from '../errors.ts';
import { mean } from '../statistics/mean.ts';
import { maskedPlaces, type MaskedPlace } from '../summary/mask-details.ts';
import { minus } from '../text/score-text.ts';
import { maskFigure } from './mask-grid.ts';
import { sixDigits } from './panel-data.ts';
import { panelTitleLines } from './panel-title-lines.ts';
import type { View } from './score-panels.ts';

const SIZE = 250;
const LARGEST_CELL = 40;
/** With more classes the numbers in the cells would be too small to read. */
const MOST_NUMBERED = 10;
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
    columns: 3,
    panelSize: [SIZE, SIZE],
    panel: (place) => overlapPanel(place, matrices.get(place)!, low),
  });
}

function overlapPanel({ title }: MaskedPlace, matrix: readonly (readonly number[])[], low: number): View {
  const classes = matrix.length;
  const cell = Math.min(LARGEST_CELL, Math.max(1, Math.floor(SIZE / classes)));
  const size = cell * classes;
  const values = matrix.flatMap((row, a) =>
    row.map((overlap, b) => ({ a, b, overlap: sixDigits(overlap), text: shortNumber(overlap) })),
  );
  const side = (field: 'a' | 'b') =>
    ({
      field,
      type: 'ordinal',
      scale: { type: 'band', paddingInner: 0, paddingOuter: 0 },
      axis: { title: 'class', labelAngle: 0, labelOverlap: true, ticks: false },
    }) as const;
  const at = { x: side('b'), y: side('a') };
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
      ...(classes > MOST_NUMBERED
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
      panelTitleLines(title, size),
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
