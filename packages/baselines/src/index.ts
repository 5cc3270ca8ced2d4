export * from './dense.ts';
export * from './erdos-renyi.ts';
export * from './mac-budget.ts';
export * from './registry.ts';
export * from './rigl.ts';
export * from './weight-mask.ts';
