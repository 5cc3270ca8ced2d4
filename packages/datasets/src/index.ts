export * from './errors.ts';
export * from './dataset.ts';
export * from './data-access.ts';
export * from './auc.ts';
export * from './class-floors.ts';
export * from './select-examples.ts';
export { pixelOrder, pixelPermutation } from './images/permutation.ts';
export type { PixelPermutation } from './images/permutation.ts';
export type { FileReport, SourceState } from './sources/read-source.ts';
export type { Source, SourceFile } from './sources/source.ts';
export {
  fetchSource,
  findSource,
  listSources,
  sourceDigest,
  sources,
  verifySource,
} from './sources/registry.ts';
export type { SourceListing } from './sources/registry.ts';
export type { TaskDefinition } from './tasks/task-definition.ts';
export { memorylessCrossEntropy } from './tasks/copy-memory.ts';
export * from './registry.ts';
export * from './task-size.ts';
