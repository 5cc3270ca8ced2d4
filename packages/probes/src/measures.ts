/** What probes declare of their numbers, apart from what computes them: needs no engine. */
export { interferenceMeasures } from './interference/measures.ts';
export { maskMeasures } from './masks/measures.ts';
export { partConflictMeasures } from './parts/part-conflict-measures.ts';
export { partMaskMeasures } from './parts/part-mask-measures.ts';
