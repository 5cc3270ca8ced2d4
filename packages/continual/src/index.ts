export * from './strategy.ts';
export * from './errors.ts';
export * from './strategies/registry.ts';
export * from './metrics/score-matrix.ts';
export * from './metrics/continual-measures.ts';
export { projectGem } from './projection/gem-projection.ts';
export type { GemProjection, GemSettings } from './projection/gem-projection.ts';
export { projectAGem } from './projection/agem-projection.ts';
export { projectConflicts } from './projection/pcgrad-projection.ts';
