export * from './bench-error.ts';
export * from './cases/bench-case.ts';
export * from './cases/registry.ts';
export * from './report-tables.ts';
export * from './peers/open-peers.ts';
export * from './performance-tables.ts';
export * from './report.ts';
export * from './run-bench.ts';
