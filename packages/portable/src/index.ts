export * from './errors.ts';
export * from './elementary.ts';
export * from './rng.ts';
export * from './group-by.ts';
export * from './median.ts';
export * from './versions.ts';
export * from './wrap-text.ts';
