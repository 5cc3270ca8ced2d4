/** What a verdict needs to know besides the observations. */
import type { AnalysisContext } from '../context.ts';

/** Scores of guessing and chosen recipes. An `AnalysisContext` is one. */
export type ClaimContext = Pick<AnalysisContext, 'floors' | 'choices'>;
