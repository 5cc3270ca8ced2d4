/** What a model knows of a stream at its end, and what it forgot on the way. */
import { partPlaces } from '../summary/part-places.ts';
import { errorNote, MATRIX_MEANING } from './continual-words.ts';
import type { TableBuilder } from './declared-table.ts';
import { buildPartTable } from './part-table.ts';

const MEASURES = ['mean', 'learning', 'forgetting', 'bwt', 'fwt', 'worst'] as const;

/**
 * One row per (stream, strategy, architecture, method, sparsity). Runs that learned all parts at once have the scores of
 * the end only. Throws AnalysisError if no run has parts.
 */
export const buildContinualTable: TableBuilder = (observations, context) => {
  const places = partPlaces(observations, context, 'table continual');
  return buildPartTable(places, context, {
    id: 'continual',
    floorsUnder: 'parts.mean',
    subject: 'parts of a stream learned one after the other',
    columns: MEASURES.map((name) => ({ measure: `parts.${name}` })),
    remarks: `${MATRIX_MEANING}.${errorNote(places.map(({ place }) => place.metric))} Forgetting is to be read beside the score when learned: who learns nothing forgets nothing. Test data were scored after each experience to fill R; nothing was selected on them. A run that learned all parts at once has R[T,j] alone.`,
  });
};
