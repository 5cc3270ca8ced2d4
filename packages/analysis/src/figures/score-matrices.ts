/** Figure: the score on every part after every part, as small heat maps. */
import { wrapText } from '@dsrnn/portable';
import { sequentialPlaces } from '../summary/part-places.ts';
import { matrixBlocks, type Block } from './panels/matrix-data.ts';
import { largestRows } from './panels/matrix-layout.ts';
import { blockView } from './panels/matrix-panel.ts';
import { partHeadline } from './vocabulary/captions.ts';
import { CONTENT_HEIGHT, CONTENT_WIDTH } from './vocabulary/page.ts';
import { PANEL_SPACING, SUBTITLE_CHARACTER, themed, titleBlockHeight } from './vocabulary/theme.ts';
import type { FigureBuilder } from './vocabulary/view.ts';

/** Blocks differ in their numbers of parts and in what is a good error. */
const BLOCKS_APART = {
  scale: { color: 'independent', xOffset: 'independent', yOffset: 'independent' },
} as const;

/**
 * For each stream and architecture a block: methods down, sequential strategies across. Rows of a matrix are what was
 * learned last, columns the parts, the colour is the mean over seeds, pale above the diagonal; bright is good, also of
 * errors. Accuracy has one scale in all blocks, errors one in each, over what was learned. Throws AnalysisError if no
 * run learned one part after the other.
 */
export const scoreMatrices: FigureBuilder = (observations, context) => {
  const places = sequentialPlaces(observations, context, 'figure score-matrices');
  const blocks = matrixBlocks(places, context);
  const firstOfAccuracy = blocks.find(({ metric }) => metric === 'accuracy');
  const subtitle = [
    partHeadline(places, context),
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
};
