/** Figure: how much the masks of two classes overlap. Drawn from the probe `masks`. */
import { AnalysisError } from '../errors.ts';
import { mean } from '../statistics/mean.ts';
import { maskedPlaces, type MaskedPlace } from '../summary/mask-details.ts';
import { rangeText } from '../text/caption.ts';
import { maskFigure, ROOM_WITH_LEGEND } from './panels/mask-grid.ts';
import { overlapPanel } from './panels/overlap-panel.ts';
import type { FigureBuilder } from './vocabulary/view.ts';

/**
 * One panel per (architecture, task, method, sparsity): a class by class matrix of the chance-corrected overlap of the mean
 * frequencies, mean over seeds. The colour scale is the same in all panels. Throws AnalysisError if no run was probed or
 * the runs of a place differ in their number of classes.
 */
export const maskOverlap: FigureBuilder = (observations, context) => {
  const what = 'figure mask-overlap';
  const places = maskedPlaces(observations, context, what);
  const matrices = new Map(places.groups.flat().map((place) => [place, meanOverlap(place, what)]));
  const least = Math.min(0, ...[...matrices.values()].flat(2));
  const low = Math.max(-1, Math.floor(least * 10) / 10);
  const seeds = places.groups.flat().map(({ runs }) => runs.length);
  return maskFigure(places, context, {
    title: 'Overlap of the masks of two classes',
    meaning: [
      'soft Jaccard index of the mean frequencies of hidden channels, corrected for chance: 0 is chance, 1 is the same channels',
      `sum of min / sum of max over channels; mean over seeds, n = ${rangeText(seeds)}; one colour scale for all panels`,
    ],
    needs: { left: 44, below: 34, besides: ROOM_WITH_LEGEND, tallest: 1, flattest: 1, widest: 360 },
    flow: true,
    panel: (masked, names, place) => overlapPanel(masked, matrices.get(masked)!, low, names, place),
  });
};

/** Mean over seeds, `[classes][classes]`. Throws AnalysisError if runs differ in their number of classes. */
function meanOverlap({ place, runs }: MaskedPlace, what: string): number[][] {
  const { classes } = runs[0]!.details;
  const other = runs.find(({ details }) => details.classes !== classes);
  if (other !== undefined) {
    throw new AnalysisError(
      `${what}: runs of ${place.architecture}/${place.method}/${place.task} have ${classes} and ${other.details.classes} classes; expected one number per task`,
    );
  }
  return Array.from({ length: classes }, (_, a) =>
    Array.from({ length: classes }, (_, b) => mean(runs.map(({ details }) => details.overlap[a]![b]!))),
  );
}
