export * from './json.ts';
export * from './run-spec.ts';
export * from './result.ts';
export * from './claim.ts';
export * from './observation.ts';
