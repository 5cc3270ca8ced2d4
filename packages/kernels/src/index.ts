export * from './arena/arena.ts';
export * from './arena/pointer.ts';
export * from './kernel-error.ts';
export * from './kernel-functions.ts';
export * from './kernels.ts';
export { moduleDigest } from './module.generated.ts';
