/** All figures. Adding one = a new file and one line here. */
import { accuracyOverTime } from './accuracy-over-time.ts';
import { differences } from './differences.ts';
import { forgettingDifferences } from './forgetting-differences.ts';
import { interferenceBound } from './interference-bound.ts';
import { learningCurves } from './learning-curves.ts';
import { maskEmbedding } from './mask-embedding.ts';
import { maskHeatmap } from './mask-heatmap.ts';
import { maskOverlap } from './mask-overlap.ts';
import { performanceProfile } from './performance-profile.ts';
import { scoreMatrices } from './score-matrices.ts';
import { scoreVersusParts } from './score-versus-parts.ts';
import { scoreVersusSparsity } from './score-versus-sparsity.ts';
import { scoreVersusTime } from './score-versus-time.ts';
import { scoreVersusTotalMacs } from './score-versus-total-macs.ts';
import { timeVersusSparsity } from './time-versus-sparsity.ts';
import type { FigureBuilder } from './vocabulary/view.ts';

/** A kind of figure. */
export interface FigureDefinition {
  readonly id: string;
  readonly title: string;
  readonly build: FigureBuilder;
}

/** In the order in which they are written. */
export const figures = [
  { id: 'score-versus-sparsity', title: 'Score against sparsity', build: scoreVersusSparsity },
  { id: 'score-versus-total-macs', title: 'Score against total cost', build: scoreVersusTotalMacs },
  { id: 'performance-profile', title: 'Performance profiles', build: performanceProfile },
  { id: 'differences', title: 'Differences to the reference', build: differences },
  { id: 'interference-bound', title: 'Gradient interference and its bound', build: interferenceBound },
  { id: 'mask-heatmap', title: 'Hidden channels that each class uses', build: maskHeatmap },
  { id: 'mask-overlap', title: 'Overlap of the masks of two classes', build: maskOverlap },
  { id: 'mask-embedding', title: 'Masks of single examples', build: maskEmbedding },
  { id: 'time-versus-sparsity', title: 'Time against sparsity', build: timeVersusSparsity },
  { id: 'score-versus-time', title: 'Score against time', build: scoreVersusTime },
  { id: 'score-versus-parts', title: 'Score against the number of parts', build: scoreVersusParts },
  { id: 'accuracy-over-time', title: 'Score on what was learned so far', build: accuracyOverTime },
  { id: 'score-matrices', title: 'Score on every part after every part', build: scoreMatrices },
  {
    id: 'forgetting-differences',
    title: 'Forgetting and learning beside the reference',
    build: forgettingDifferences,
  },
  { id: 'learning-curves', title: 'Validation score in training', build: learningCurves },
] as const satisfies readonly FigureDefinition[];
