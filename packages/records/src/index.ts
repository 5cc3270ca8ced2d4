export * from './json.ts';
export * from './run-spec.ts';
export * from './result.ts';
export * from './claim.ts';
export * from './best-tried.ts';
export * from './observation.ts';
export * from './probe-details.ts';
export * from './times.ts';
