/** Figure: which hidden channels each class uses. Drawn from the probe `masks`. */
import { maskedPlaces } from '../summary/mask-details.ts';
import { heatmapPanel } from './panels/heatmap-panel.ts';
import { firstSeedText, maskFigure, ROOM_WITH_LEGEND } from './panels/mask-grid.ts';
import type { FigureBuilder } from './vocabulary/view.ts';

/**
 * One panel per (architecture, task, method, sparsity), of its run with the least seed: rows are classes, columns are hidden channels,
 * the colour is the mean share of time steps at which the channel is active. Viridis: even in perception, and in grey
 * dark means rarely active. Throws AnalysisError if no run was probed.
 */
export const maskHeatmap: FigureBuilder = (observations, context) => {
  const places = maskedPlaces(observations, context, 'figure mask-heatmap');
  return maskFigure(places, context, {
    title: 'Hidden channels that each class uses',
    meaning: [
      `share of the time steps of test examples at which a channel is active, mean over the class; ${firstSeedText(places)}`,
      'channels stand under the class that uses them most, then from most to least used by it',
    ],
    needs: { left: 40, below: 20, besides: ROOM_WITH_LEGEND, tallest: 1.4, widest: 380 },
    panel: heatmapPanel,
  });
};
