export * from './errors.ts';
export * from './probe.ts';
export * from './registry.ts';
