/** What a verdict needs to know besides the observations. */
import type { AnalysisContext } from '../context.ts';

/** Scores of guessing, chosen recipes, and times with the method that they are shares of. An `AnalysisContext` is one. */
export type ClaimContext = Pick<AnalysisContext, 'floors' | 'choices' | 'times' | 'reference' | 'measureOf'>;
