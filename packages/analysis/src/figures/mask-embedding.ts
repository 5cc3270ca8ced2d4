/** Figure: the masks of single examples in two dimensions. Drawn from the probe `masks`. */
import { maskedPlaces } from '../summary/mask-details.ts';
import { rangeText } from '../text/caption.ts';
import { embeddingPanel } from './panels/embedding-panel.ts';
import { firstSeedText, maskFigure } from './panels/mask-grid.ts';
import type { FigureBuilder } from './vocabulary/view.ts';

/**
 * One panel per (architecture, task, method, sparsity), of its run with the least seed: every kept test example as the number of its
 * class, so that classes are told apart without colour, at the first two principal components of its mask frequencies.
 * Both axes of a panel have one scale: distances are those of the plane. Throws AnalysisError if no run was probed.
 */
export const maskEmbedding: FigureBuilder = (observations, context) => {
  const places = maskedPlaces(observations, context, 'figure mask-embedding');
  const counts = places.groups.flat().map(({ runs }) => runs[0]!.details.examples.labels.length);
  return maskFigure(places, context, {
    title: 'Masks of single examples',
    meaning: [
      `each mark is a test example, named by its class, ${rangeText(counts)} a panel; ${firstSeedText(places)}`,
      'first two principal components (PC) of the share of time steps at which each hidden channel is active',
    ],
    needs: { left: 52, tallest: 1, flattest: 0.8, widest: 380 },
    flow: true,
    panel: embeddingPanel,
  });
};
